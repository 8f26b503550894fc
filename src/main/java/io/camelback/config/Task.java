package io.camelback.config;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** A task of the configuration: a database, or the databases of a server. */
public sealed interface Task permits TaskConfig, ServerConfig {

    String name();

    /** When the service runs it. */
    Optional<Schedule> schedule();

    /** What the schedule is meant in, and what users write as times. */
    ZoneId zone();

    /** Names, in the order of the configuration, at least one. */
    List<String> destinations();

    Upkeep upkeep();

    Verification verification();
}
