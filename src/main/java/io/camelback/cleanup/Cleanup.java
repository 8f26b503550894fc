package io.camelback.cleanup;

import io.camelback.catalog.Catalog;
import io.camelback.config.Config;
import io.camelback.config.TaskConfig;
import io.camelback.destination.Destination;
import io.camelback.destination.StoredObject;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Hold;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import io.camelback.job.TaskLock;
import io.camelback.lease.Kind;
import io.camelback.lease.Leases;
import io.camelback.retention.Plan.Removal;
import io.camelback.retention.Plan.Why;
import io.camelback.retention.Planner;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.spi.Registry;

/** The bean {@code cleanup}: the steps of a cleanup; the route tells their order. */
public final class Cleanup {

    private final Config config;
    private final Function<String, Destination> destinations;
    private final Leases leases;
    private final StopSignal stop;

    private Cleanup(Config config, Function<String, Destination> destinations, Leases leases, StopSignal stop) {
        this.config = config;
        this.destinations = destinations;
        this.leases = leases;
        this.stop = stop;
    }

    /**
     * @param destinations by name
     */
    public static void bind(Registry registry, Config config, Function<String, Destination> destinations, Leases leases,
            StopSignal stop) {
        registry.bind("cleanup", new Cleanup(config, destinations, leases, stop));
    }

    /** From here on no rollup or other cleanup of this task can begin on this machine. */
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

    /** There is something to remove: from here on nobody else does, nor rolls up, on no machine. Many a cleanup finds nothing, and takes no lease. */
    public void lease(@Body CleanupJob job) {
        job.holds.add(leases.take(Kind.UPKEEP, job.task.name(), job.task.destinations(), stop));
    }

    /** Removes what is due on one destination. Should it die in the middle, the next cleanup finds the rest. */
    public void remove(@Body CleanupJob.Part part) {
        Destination destination = destinations.apply(part.destination());
        if (!isNoted(part, destination)) {
            return;
        }
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

    /** Should this die after a removal, the next cleanup has nothing to remove, and would not look for attachments. So it is noted first. */
    private boolean isNoted(CleanupJob.Part part, Destination destination) {
        try {
            if (part.removals().stream().anyMatch(CleanupJob::hadAttachments)) {
                UnusedNote pending = part.job().note(destination.name()).asPending();
                note(part.job(), destination, pending);
                part.job().noted(destination.name(), pending);
            }
            return true;
        } catch (Failure e) {
            if (e.reason() == Reason.INTERRUPTED) {
                throw e;
            }
            part.job().lost(destination.name(), e);
            return false;
        }
    }

    /** What is known of attachments that no archive refers to. Nothing in a dry run. */
    public void notes(@Body CleanupJob job) {
        for (String name : job.request.dryRun() ? List.<String>of() : job.task.destinations()) {
            try {
                job.noted(name, UnusedNote.read(destinations.apply(name), job.task.name()));
            } catch (Failure e) {
                job.lost(name, e);
            }
        }
    }

    /**
     * What is there now refers to the attachments that are needed, and so may a run that is under way. That is asked once, for asking is
     * taking its lock for a moment; a run that begins after this finds out before its commit what has gone.
     */
    public void survey(CleanupJob job, Catalog catalog) {
        job.runUnderWay = isRunning(job);
        job.left = catalog;
    }

    /**
     * Removes attachments from a destination to which none of its archives refers. Where a manifest is damaged, nobody knows what it
     * referred to, and nothing goes.
     */
    public void removeAttachments(@Body CleanupJob.Place place) {
        CleanupJob job = place.job();
        if (!job.left.isWholeOn(place.destination())) {
            return;
        }
        try {
            Destination destination = destinations.apply(place.destination());
            UnusedAttachments unused = new UnusedAttachments(destination, job.task.name(), job.task.retention().grace(), job.plan.now());
            UnusedAttachments.Found found = unused.find(job.left.on(place.destination()), job.note(place.destination()));
            List<StoredObject> removed = unused.remove(found, stop::check);
            if (!removed.isEmpty()) {
                job.freed(place.destination(), removed);
            }
            note(job, destination, found.note());
        } catch (Failure e) {
            if (e.reason() == Reason.INTERRUPTED) {
                throw e;
            }
            job.lost(place.destination(), e);
        }
    }

    /** The only thing that a cleanup ever stores, and only when it is another than before. */
    private void note(CleanupJob job, Destination destination, UnusedNote note) {
        String key = UnusedNote.key(job.task.name());
        if (note.equals(job.note(destination.name()))) {
            return;
        }
        if (note.isEmpty()) {
            destination.delete(key);
            return;
        }
        try (Staging staging = Staging.in(config.staging(), "cleanup-" + UUID.randomUUID())) {
            destination.put(key, staging.write("unused.json", note.bytes()));
        }
    }

    /**
     * What looks like a dead upload may be that of a run which takes longer than the grace period. One part asks at a time: asking is taking the
     * run's lock for a moment, and another part would take that for a run.
     */
    private synchronized boolean isRunning(CleanupJob job) {
        return TaskLock.isRunning(config.staging(), job.task.name())
                || job.isRunningElsewhere(() -> leases.isRunning(job.task.name(), job.task.destinations()));
    }

    public CleanupResult result(@Body CleanupJob job) throws Exception {
        job.check();
        return job.result();
    }

    public void close(CleanupJob job) {
        try {
            job.request.progress().end();
        } finally {
            Hold.closeAll(job.holds);
        }
    }
}
