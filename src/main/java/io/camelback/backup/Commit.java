package io.camelback.backup;

import io.camelback.archive.ArchiveFile;
import io.camelback.archive.AttachmentList;
import io.camelback.archive.Batch;
import io.camelback.archive.DatabaseSettings;
import io.camelback.archive.ManifestJson;
import io.camelback.archive.Segment;
import io.camelback.catalog.AttachmentCopier;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Intact;
import io.camelback.catalog.LastRun;
import io.camelback.config.Config;
import io.camelback.destination.Destination;
import io.camelback.destination.Outcome;
import io.camelback.destination.StoreRequest;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import io.camelback.job.TaskLock;
import io.camelback.lease.Kind;
import io.camelback.lease.Leases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Body;

/**
 * The bean {@code commit}: what a run stores. Batches as they get full, then the manifest, which makes an archive of them on each
 * destination that has them all, then a note of the run itself.
 */
public final class Commit {

    private final Config config;
    private final Clock clock;
    private final Function<String, Destination> destinations;
    private final Leases leases;

    /** @param destinations by name */
    Commit(Config config, Function<String, Destination> destinations, Leases leases) {
        this.config = config;
        this.clock = config.clock();
        this.destinations = destinations;
        this.leases = leases;
    }

    /** Closes the range's batch; null when it has none, or when the run has failed and nothing more is to be stored. */
    public FullBatch batch(@Body Range range) {
        Run run = range.run();
        if (run.isFailed()) {
            range.close();
        }
        if (!range.hasBatch()) {
            return null;
        }
        run.storing.begin(run.stop::check);
        try {
            return range.finishBatch();
        } catch (RuntimeException e) {
            run.storing.end();
            throw e;
        }
    }

    public StoreRequest storing(@Body FullBatch batch) {
        Run run = batch.run();
        return new StoreRequest(run.archive.key(batch.file().getFileName().toString()), batch.file(), run.alive());
    }

    /** The batch is on the destinations that still take part; those where it isn't are out. */
    public void batchStored(FullBatch batch, List<Outcome> outcomes) {
        note(batch.run(), outcomes);
        batch.run().checkEnough();
        batch.run().stored(batch.batch());
    }

    public void batchLost(FullBatch batch, Throwable why) {
        batch.run().failed(why);
    }

    /** Well or not: others may wait for its room, and for its end. */
    public void endBatch(FullBatch batch) {
        Run run = batch.run();
        try {
            Staging.remove(batch.file());
            run.rooms.give(batch);
        } catch (Failure e) {
            run.failed(e);
        } finally {
            run.storing.end();
        }
    }

    /** A new lineage begins when nobody is about to add to the old one. Whoever comes now waits, or begins when the new one is there. */
    public void alone(@Body Run run) {
        run.holds.add(TaskLock.afterRun(config.staging(), run.task.name(), run.stop));
        run.holds.add(leases.await(Kind.RUN, run.task.name(), run.task.destinations(), run.stop));
    }

    /** What was added to the old lineage meanwhile; the new one's baseline ends after that. */
    public void survey(Run run, Catalog catalog) {
        catalog.failures().forEach(run::lost);
        run.checkEnough();
        run.catalog = catalog;
        run.number = catalog.highestNumber() + 1;
    }

    /**
     * Reads what the database is beside its documents. The file of its {@code _local} documents is to be stored if these are wanted; null
     * when they aren't, or when nothing is to be committed.
     */
    public StoreRequest database(@Body Run run) {
        DatabaseSettings told = run.source.database().settings(() -> run.warnings.add("user may not read _security of "
                + run.source.url() + ": a restore does not bring it back. Let the user read it"));
        run.database = run.settingsBefore().map(told::or).orElse(told);
        Path file = run.staging.file(DatabaseSettings.LOCAL_FILE);
        if (run.task.localDocuments()) {
            run.database = run.database.with(run.source.localDocuments().read(it -> !Checkpoint.isOurs(it), file).orElse(null));
        }
        return run.hasNews() && run.database.local() != null
                ? new StoreRequest(run.archive.key(DatabaseSettings.LOCAL_FILE), file, run.alive()) : null;
    }

    /** The list of the attachments that are objects of their own; null when there are none. */
    public StoreRequest attachments(@Body Run run) {
        run.attachmentList = run.attachments.finish();
        return run.attachmentList.map(it -> new StoreRequest(run.archive.key(AttachmentList.FILE), run.attachments.file(), run.alive())).orElse(null);
    }

    /** Where a file isn't, no archive is to refer to it. */
    public void fileStored(Run run, List<Outcome> outcomes) {
        note(run, outcomes);
        run.checkEnough();
    }

    /** Nothing is committed where a batch, or an attachment, isn't there as it was stored. */
    public void present(@Body Run run) {
        for (String name : run.alive()) {
            try {
                Destination destination = destinations.apply(name);
                Intact.present(destination, run.archive, files(run));
                onlyOurs(run, destination);
                run.attachmentList.ifPresent(it -> AttachmentCopier.checkPresent(run.task.name(), it, run.attachments.file(), destination));
            } catch (Failure e) {
                run.lost(name, e);
            }
        }
        run.checkEnough();
    }

    /** Two runs on machines that don't know of each other might both have gone on with an unfinished archive. */
    private static void onlyOurs(Run run, Destination destination) {
        if (run.unfinished.isPresent() && !destination.list(run.archive.manifestKey()).isEmpty()) {
            throw Failure.archive(Reason.REFUSED, "another run has finished " + run.archive + " on " + destination.name() + " meanwhile")
                    .remedy("Nothing is lost; let one machine at a time run task " + run.task.name());
        }
    }

    static List<ArchiveFile> files(Run run) {
        return run.hasNews() ? ArchiveFile.of(run.segments(), run.attachmentList.orElse(null), run.database) : List.of();
    }

    /** The manifest of what was stored, in a file; null when nothing had changed. */
    public StoreRequest manifest(@Body Run run) throws Exception {
        run.check();
        run.checkEnough();
        if (!run.hasNews()) {
            return null;
        }
        SourceIdentity.check(run);
        run.until = Ends.of(run.until, run.archive, run.catalog);
        if (!RunManifest.checkpoint(run)) {
            run.warnings.add("user may not write to " + run.source.url() + ": without a checkpoint there, a database that is put back "
                    + "from an older copy can't be told. Let the user write, or set checkpoint = false");
        }
        run.manifest = ManifestJson.write(RunManifest.soFar(run, clock).with(run.attachmentList.orElse(null)).with(run.database));
        return file(run, "manifest.json", run.archive.manifestKey(), run.manifest);
    }

    /** The archive is committed where the manifest is. */
    public void committed(Run run, List<Outcome> outcomes) {
        note(run, outcomes);
        run.committed = !run.alive().isEmpty();
        if (!run.committed) {
            run.checkEnough();
        }
    }

    /** What there is to say of this run, for the status and for those who look whether the next one is due. */
    public LastRun lastRun(@Body Run run) {
        String archive = run.committed ? run.archive.path() : run.chain.orElseThrow().last().name().path();
        return new LastRun(1, run.task.name(), run.committed ? LastRun.COMMITTED : LastRun.UNCHANGED, run.start.toString(),
                clock.instant().toString(), archive, run.until, point(run).toString());
    }

    /** The same as JSON, to be kept beside the archives. */
    public StoreRequest note(Run run, byte[] json) {
        return file(run, "last-run.json", LastRun.key(run.task.name()), json);
    }

    public void noted(Run run, List<Outcome> outcomes) {
        note(run, outcomes);
    }

    public BackupResult result(@Body Run run) {
        List<Segment> segments = run.segments();
        long documents = segments.stream().flatMap(it -> it.batches().stream()).mapToLong(Batch::documents).sum();
        long deleted = segments.stream().flatMap(it -> it.batches().stream()).mapToLong(Batch::deleted).sum();
        long bytes = segments.stream().flatMap(it -> it.batches().stream()).mapToLong(Batch::bytes).sum();
        long stored = segments.stream().flatMap(it -> it.batches().stream()).mapToLong(Batch::size).sum();
        List<String> archives = run.committed ? List.of(run.archive.id()) : List.of();
        return new BackupResult(run.task.name(), run.archive.name(), run.archive.level().text(), archives, documents, deleted, bytes, stored,
                run.unfinished.map(Unfinished::documents).orElse(0L), run.newAttachments(), run.newAttachmentBytes(),
                (System.nanoTime() - run.startNanos) / 1e9, point(run), !run.committed, run.outcomes(), run.copied, run.verified, run.enough(),
                run.warnings);
    }

    private static Instant point(Run run) {
        return run.committed ? run.point : run.chain.orElseThrow().point();
    }

    private static StoreRequest file(Run run, String name, String key, byte[] bytes) {
        return new StoreRequest(key, run.staging.write(name, bytes), run.alive());
    }

    private static void note(Run run, List<Outcome> outcomes) {
        outcomes.forEach(outcome -> outcome.failure().ifPresent(why -> run.lost(outcome.destination(), why)));
    }
}
