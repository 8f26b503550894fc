package io.camelback.cleanup;

import io.camelback.catalog.Catalog;
import io.camelback.config.Config;
import io.camelback.config.TaskConfig;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.StopSignal;
import io.camelback.job.TaskLock;
import io.camelback.retention.Plan.Removal;
import io.camelback.retention.Plan.Why;
import io.camelback.retention.Planner;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.spi.Registry;

/** The bean {@code cleanup}: the steps of a cleanup; the route tells their order. */
public final class Cleanup {

    private final Config config;
    private final Function<String, Destination> destinations;
    private final StopSignal stop;

    private Cleanup(Config config, Function<String, Destination> destinations, StopSignal stop) {
        this.config = config;
        this.destinations = destinations;
        this.stop = stop;
    }

    /**
     * @param destinations by name
     */
    public static void bind(Registry registry, Config config, Function<String, Destination> destinations, StopSignal stop) {
        registry.bind("cleanup", new Cleanup(config, destinations, stop));
    }

    /** From here on no rollup or other cleanup of this task can begin. */
    public CleanupJob open(@Body CleanupRequest request) {
        TaskConfig task = config.task(request.task());
        return new CleanupJob(task, request, TaskLock.ofRollup(config.staging(), task.name()));
    }

    /** From what each destination holds follows what may go from it. */
    public void plan(CleanupJob job, Catalog catalog) {
        catalog.orFail();
        catalog.failures().forEach(job::lost);
        job.plan = Planner.plan(catalog, job.task.retention(), job.task.zone(), config.clock().instant());
        job.request.progress().begin("cleaning up", job.getParts().stream().mapToLong(it -> it.removals().size()).sum());
    }

    /** Removes what is due on one destination. Should it die in the middle, the next cleanup finds the rest. */
    public void remove(@Body CleanupJob.Part part) {
        Destination destination = destinations.apply(part.destination());
        for (Removal removal : part.removals()) {
            stop.check();
            try {
                if (removal.why() == Why.DEAD && isRunning(part.job())) {
                    part.job().later(removal);
                } else {
                    removal.keys().forEach(destination::delete);    // the manifest first: without it there is no archive
                    part.job().removed(removal);
                }
            } catch (Failure e) {
                if (e.reason() == Reason.INTERRUPTED) {
                    throw e;
                }
                if (e.reason() != Reason.DENIED) {
                    part.job().lost(part.destination(), e);
                    return;
                }
                part.job().later(removal);
            }
            part.job().request.progress().step(1, removal.bytes());
        }
    }

    /** What looks like a dead upload may be that of a run which takes longer than the grace period. */
    private boolean isRunning(CleanupJob job) {
        return TaskLock.isRunning(config.staging(), job.task.name());
    }

    public CleanupResult result(@Body CleanupJob job) throws Exception {
        job.check();
        return job.result();
    }

    public void close(CleanupJob job) {
        try {
            job.request.progress().end();
        } finally {
            job.lock.close();
        }
    }
}
