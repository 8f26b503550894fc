package io.camelback.sync;

import io.camelback.catalog.ArchiveCopier;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.LastRun;
import io.camelback.catalog.VerifiedNote;
import io.camelback.config.Config;
import io.camelback.config.TaskConfig;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.job.Hold;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import io.camelback.job.TaskLock;
import io.camelback.lease.Kind;
import io.camelback.lease.Leases;
import io.camelback.retention.Plan.Copy;
import io.camelback.retention.Planner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.spi.Registry;

/** The bean {@code sync}: the steps of a sync; the route tells their order. */
public final class Sync {

    private final Config config;
    private final Function<String, Destination> destinations;
    private final Leases leases;
    private final StopSignal stop;

    private Sync(Config config, Function<String, Destination> destinations, Leases leases, StopSignal stop) {
        this.config = config;
        this.destinations = destinations;
        this.leases = leases;
        this.stop = stop;
    }

    /**
     * @param destinations by name
     */
    public static void bind(Registry registry, Config config, Function<String, Destination> destinations, Leases leases, StopSignal stop) {
        registry.bind("sync", new Sync(config, destinations, leases, stop));
    }

    /** From here on no rollup, cleanup or other sync of this task can begin; they share the place for files too. */
    public SyncJob open(@Body SyncRequest request) {
        TaskConfig task = config.task(request.task());
        List<Hold> holds = new ArrayList<>();
        try {
            holds.add(TaskLock.ofRollup(config.staging(), task.name()));
            if (!request.dryRun()) {
                holds.add(leases.take(Kind.UPKEEP, task.name(), task.destinations(), stop));
            }
            return new SyncJob(task, request, holds, Staging.in(config.staging(), task.name() + ".rollup"));
        } catch (RuntimeException e) {
            Hold.closeAll(holds);
            throw e;
        }
    }

    /** What each destination lacks of what another has, and what of its own may not be as it was stored. */
    public void look(SyncJob job, Catalog catalog) {
        job.catalog = catalog.orFail();
        catalog.failures().forEach(job::lost);
        job.wanted = Planner.wanted(catalog, job.task.retention(), job.task.zone(), config.clock().instant());
        new Look(job, destinations).look();
        job.request.progress().begin("bringing archives", job.copies.size() + job.doubts.size());
    }

    /** Replaces what isn't as it was stored: what is there already comes first, for others may copy from it. */
    public void repair(@Body SyncJob.Part part) {
        SyncJob job = part.job();
        Set<String> intact = new HashSet<>();
        for (Doubt doubt : part.doubts()) {
            stop.check();
            attempt(job, doubt.destination(), doubt.key(), () -> {
                if (!doubt.isIntact(destinations.apply(doubt.destination()))) {
                    replace(job, doubt);
                    job.repaired(doubt);
                }
                intact.add(doubt.key());
            });
            job.request.progress().step(1, 0);
        }
        attempt(job, part.destination(), VerifiedNote.key(job.task.name()), () -> note(job, part.destination(), intact));
    }

    private void replace(SyncJob job, Doubt doubt) {
        try {
            doubt.replace(new Doubt.Copying(destinations, job.others(doubt.destination()), job.staging, stop));
        } catch (Failure e) {
            throw e.party() != Party.ARCHIVE ? e
                    : Failure.damaged(doubt.destination() + ":" + doubt.key() + " " + doubt.why() + ", and can't be replaced: " + e.getMessage()).cause(e);
        }
    }

    /** What was found damaged once, and is intact now or belongs to no archive any more, is taken off the note. */
    private void note(SyncJob job, String destination, Set<String> intact) {
        Set<String> known = job.doubts.stream().filter(it -> it.destination().equals(destination)).map(Doubt::key).collect(Collectors.toSet());
        job.catalog.on(destination).forEach(archive -> archive.manifest().files().forEach(it -> known.add(archive.name().key(it.name()))));
        VerifiedNote note = job.notes.get(destination);
        VerifiedNote now = note.without(note.damaged().stream().map(VerifiedNote.Damaged::key)
                .filter(it -> intact.contains(it) || !known.contains(it)).toList());
        if (!now.equals(note)) {
            Path file = job.staging.write("verified-" + destination + ".json", now.bytes());
            destinations.apply(destination).put(VerifiedNote.key(job.task.name()), file);
        }
    }

    /** What the destination lacks, oldest first. */
    public void copy(@Body SyncJob.Part part) {
        SyncJob job = part.job();
        for (Copy copy : part.copies()) {
            stop.check();
            attempt(job, part.destination(), copy.archive().name().path(), () -> {
                new ArchiveCopier(destinations, stop).copy(copy.archive(), job.catalog.reachable(), part.destination(), job.staging);
                job.copied(copy);
            });
            job.request.progress().step(1, copy.archive().manifest().counts().stored());
        }
    }

    /** The note of the newest run, where all that it speaks of is now. A run that is under way leaves one of its own. */
    public void lastRun(@Body SyncJob.Part part) {
        SyncJob job = part.job();
        Optional<LastRun> newest = job.catalog.lastRun();
        if (newest.isEmpty() || newest.equals(job.catalog.lastRun(part.destination())) || !job.isWhole(part.destination())
                || TaskLock.isRunning(config.staging(), job.task.name()) || leases.isRunning(job.task.name(), job.task.destinations())) {
            return;
        }
        String from = job.catalog.reachable().stream().filter(it -> job.catalog.lastRun(it).equals(newest)).findFirst().orElseThrow();
        attempt(job, part.destination(), LastRun.key(job.task.name()), () -> {
            Path file = job.staging.fresh();
            destinations.apply(from).get(LastRun.key(job.task.name()), file);
            destinations.apply(part.destination()).put(LastRun.key(job.task.name()), file);
            Staging.remove(file);
        });
    }

    /** A destination that is out is left alone. */
    private static void attempt(SyncJob job, String destination, String what, Runnable step) {
        if (!job.isAlive(destination)) {
            return;
        }
        try {
            step.run();
        } catch (Failure e) {
            job.failed(destination, what, e);
        }
    }

    public SyncResult result(@Body SyncJob job) throws Exception {
        job.check();
        return job.result();
    }

    /** Lets go of everything that a sync holds, however it ended. */
    public void close(SyncJob job) {
        try {
            job.request.progress().end();
            job.staging.close();
        } finally {
            Hold.closeAll(job.holds);
        }
    }
}
