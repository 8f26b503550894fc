package io.camelback.config;

import io.camelback.failure.Failure;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Everything under {@code camelback.} in the configuration, checked.
 *
 * @param staging where batches wait to be stored
 * @param routes the directory of the routes
 * @param clock for schedules, names and policy; never for retries, tokens or signatures
 */
public record Config(Map<String, DestinationConfig> destinations, Map<String, TaskConfig> tasks, Path staging, Path routes, Clock clock) {

    /** The same with another clock. */
    public Config with(Clock other) {
        return new Config(destinations, tasks, staging, routes, other);
    }

    public TaskConfig task(String name) {
        TaskConfig task = tasks.get(name);
        if (task == null) {
            throw Failure.usage("there is no task '" + name + "'").remedy(tasks.isEmpty() ? "The configuration has no tasks yet"
                    : "The configuration has: " + String.join(", ", tasks.keySet()));
        }
        return task;
    }
}
