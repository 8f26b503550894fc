package io.camelback.config;

import io.camelback.failure.Failure;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * Everything under {@code camelback.} in the configuration, checked.
 *
 * @param staging where batches wait to be stored
 * @param stagingBytes how many of them may wait there at a time, about
 * @param patience how long a run waits for a destination to take a small file
 * @param routes the directory of the routes
 * @param clock for schedules, names and policy; never for retries, tokens or signatures
 * @param leases whether jobs leave word of themselves on their destinations while they go on
 */
public record Config(Map<String, DestinationConfig> destinations, Map<String, Task> tasks, Path staging, long stagingBytes, Duration patience, Path routes,
        Clock clock, boolean leases) {

    /** The same with another clock. */
    public Config with(Clock other) {
        return new Config(destinations, tasks, staging, stagingBytes, patience, routes, other, leases);
    }

    /**
     * The task of one database.
     *
     * @param name of a task, or of a database of a whole server: {@code all/orders}; {@code all/a/b} is taken for {@code all/a%2Fb}
     */
    public TaskConfig task(String name) {
        Task task = named(name);
        if (task instanceof TaskConfig one) {
            return one;
        }
        throw Failure.usage("task " + name + " is a whole server").remedy("Name one of its databases: " + name + "/DATABASE; camelback list " + name
                + " shows which have a backup");
    }

    /** The task of a whole server. */
    public ServerConfig server(String name) {
        if (named(name) instanceof ServerConfig server) {
            return server;
        }
        throw Failure.usage("task " + name + " is one database, not a whole server").remedy("Name a task that has the option databases");
    }

    /** A task of either kind, or one of a whole server's databases. */
    public Task named(String name) {
        int slash = name.indexOf('/');
        Task task = tasks.get(slash < 0 ? name : name.substring(0, slash));
        if (task != null && slash < 0) {
            return task;
        }
        if (task instanceof ServerConfig server) {
            return server.member(name.substring(slash + 1));
        }
        throw Failure.usage("there is no task '" + name + "'").remedy(tasks.isEmpty() ? "The configuration has no tasks yet"
                : "The configuration has: " + String.join(", ", tasks.keySet()));
    }
}
