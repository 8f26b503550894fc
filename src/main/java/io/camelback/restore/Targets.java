package io.camelback.restore;

import io.camelback.config.TaskConfig;
import io.camelback.couchdb.Credentials;
import io.camelback.couchdb.DatabaseUrl;
import java.util.Optional;

/** Who writes to a target. */
final class Targets {

    private Targets() {
    }

    /** Those that were given; on the source's own server else the task's. They never go to another server. */
    static Optional<Credentials> credentials(TaskConfig task, DatabaseUrl target, Optional<Credentials> given) {
        return given.isPresent() || !task.source().server().equals(target.server()) ? given : task.credentials();
    }
}
