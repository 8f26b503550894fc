package io.camelback.rollup;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.AttachmentList;
import io.camelback.archive.DatabaseSettings;
import io.camelback.archive.Manifest;
import io.camelback.archive.ManifestJson;
import io.camelback.catalog.ArchiveCopier;
import io.camelback.catalog.AttachmentCopier;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Intact;
import io.camelback.catalog.StoredArchive;
import io.camelback.config.Config;
import io.camelback.config.TaskConfig;
import io.camelback.destination.Destination;
import io.camelback.destination.Outcome;
import io.camelback.destination.StoreRequest;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Hold;
import io.camelback.job.Space;
import io.camelback.job.Staging;
import io.camelback.job.StagingSpace;
import io.camelback.job.StopSignal;
import io.camelback.job.TaskLock;
import io.camelback.lease.Kind;
import io.camelback.lease.Leases;
import io.camelback.retention.Plan;
import io.camelback.retention.Planner;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.spi.Registry;

/** The bean {@code rollup}: the steps of a rollup; the route tells their order. */
public final class Rollup {

    /** Each takes memory of its own: of every segment a frame. */
    private static final int MOST_RANGES = 4;

    private final Config config;
    private final Function<String, Destination> destinations;
    private final Space space;
    private final Leases leases;
    private final StopSignal stop;
    private final SecureRandom random = new SecureRandom();

    private Rollup(Config config, Function<String, Destination> destinations, StagingSpace space, Leases leases, StopSignal stop) {
        this.config = config;
        this.destinations = destinations;
        this.space = space.batches();
        this.leases = leases;
        this.stop = stop;
    }

    /**
     * @param destinations by name
     */
    public static void bind(Registry registry, Config config, Function<String, Destination> destinations, StagingSpace space,
            Leases leases, StopSignal stop) {
        registry.bind("rollup", new Rollup(config, destinations, space, leases, stop));
    }

    /** From here on no other rollup or cleanup of this task can begin on this machine. */
    public RollupJob open(@Body RollupRequest request) {
        TaskConfig task = config.task(request.task());
        TaskLock lock = TaskLock.ofRollup(config.staging(), task.name());
        try {
            return new RollupJob(task, request, stop, lock, Staging.in(config.staging(), task.name() + ".rollup"), space, destinations);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** There is something to do: from here on nobody else does it, on no machine. Many a rollup finds nothing, and takes no lease. */
    public void lease(@Body RollupJob job) {
        job.holds.add(leases.take(Kind.UPKEEP, job.task.name(), job.task.destinations(), stop));
    }

    /** From what each destination holds follows what is to be done. */
    public void plan(RollupJob job, Catalog catalog) {
        job.catalog = catalog.orFail();
        catalog.failures().forEach(job::lost);
        job.plan = Planner.plan(catalog, job.task.retention(), job.task.zone(), config.clock().instant());
        List<Merging> mergings = new ArrayList<>();
        for (Plan.Rollup rollup : job.plan.rollups()) {
            StoredArchive first = rollup.inputs().get(0);
            ArchiveName name = new ArchiveName(job.task.name(), first.manifest().lineage(), rollup.level(),
                    ArchiveName.draw(job.plan.now(), random));
            mergings.add(new Merging(job, rollup, name, catalog.highestNumber() + 1 + mergings.size()));
        }
        job.mergings = mergings;
        job.request.progress().begin("rolling up", -1);    // how many documents are in several inputs is not known
    }

    /** What each destination lacks of what stays as it is. */
    public List<CatchUp> lacking(@Body RollupJob job) {
        return job.alive().stream().map(it -> new CatchUp(job, it, job.plan.copiesTo(it).stream().map(Plan.Copy::archive).toList()))
                .filter(it -> !it.archives().isEmpty()).toList();
    }

    /** Brings one destination up to date; one that can't be gets no rollup either, for it might dangle. */
    public void copy(@Body CatchUp catchUp) {
        RollupJob job = catchUp.job();
        try {
            new ArchiveCopier(destinations).copyAll(catchUp.archives(), job.catalog.reachable(), catchUp.destination(), job.staging, () -> {
                job.stop.check();
                job.copied(catchUp.destination());
            });
        } catch (Failure e) {
            leftOut(job, catchUp.destination(), e);
        }
    }

    /** The ranges of ids that are merged at the same time: as many as there are cores, for it is they that merging keeps busy. */
    public List<MergeRange> ranges(@Body Merging merging) {
        return merging.ranges(Math.min(MOST_RANGES, Runtime.getRuntime().availableProcessors()));
    }

    public void endRange(MergeRange range) {
        range.close();
    }

    /** A merged batch, for all destinations that take part. */
    public StoreRequest store(@Body MergedBatch batch) {
        RollupJob job = batch.merging().job;
        job.stop.check();
        return new StoreRequest(batch.merging().name.key(batch.batch().file()), batch.file(), job.alive());
    }

    /** Where the batch is now, to be read back from there. */
    public List<StoredBatch> stored(MergedBatch batch, List<Outcome> outcomes) {
        RollupJob job = batch.merging().job;
        note(job, outcomes);
        Staging.remove(batch.file());
        batch.room().close();
        return job.alive().stream().map(it -> new StoredBatch(batch, it)).toList();
    }

    /** Reads a batch back: only what was seen to be there can stand for its inputs. */
    public void verify(@Body StoredBatch copy) {
        MergedBatch batch = copy.batch();
        RollupJob job = batch.merging().job;
        try {
            Intact.check(destinations.apply(copy.destination()), batch.merging().name.key(batch.batch().file()), batch.batch().size(),
                    batch.batch().sha256());
        } catch (Failure e) {
            leftOut(job, copy.destination(), e);
        }
    }

    /** The batch counts if it is intact on one destination at least. */
    public void verified(MergedBatch batch) {
        enough(batch.merging().job);
        batch.merging().stored(batch.batch());
    }

    /** All batches are stored, or the merge ends with what went wrong first. Where the attachments of its documents are wanted. */
    public List<AttachmentCopy> attachmentCopies(@Body Merging merging) throws Exception {
        merging.check();
        return merging.attachmentList().isEmpty() ? List.of()
                : merging.job.alive().stream().map(it -> new AttachmentCopy(merging, it)).toList();
    }

    /** A destination may lack an input, and with it attachments that another destination has. */
    public void copyAttachments(@Body AttachmentCopy copy) {
        RollupJob job = copy.merging().job;
        try {
            new AttachmentCopier(destinations, job.catalog.reachable()).copyMissing(job.task.name(), copy.merging().attachmentList().orElseThrow(),
                    copy.merging().attachmentFile(), copy.destination(), job.staging);
        } catch (Failure e) {
            leftOut(job, copy.destination(), e);
        }
    }

    /** The {@code _local} documents as they were for the last input; null when they weren't kept. */
    public StoreRequest localDocuments(@Body Merging merging) {
        enough(merging.job);
        return merging.localDocuments().map(it -> new StoreRequest(merging.name.key(DatabaseSettings.LOCAL_FILE), it, merging.job.alive()))
                .orElse(null);
    }

    /** The list of these attachments; null when there are none. */
    public StoreRequest attachmentList(Merging merging) {
        enough(merging.job);
        return merging.attachmentList().map(it -> new StoreRequest(merging.name.key(AttachmentList.FILE), merging.attachmentFile(),
                merging.job.alive())).orElse(null);
    }

    public void fileStored(Merging merging, List<Outcome> outcomes) {
        note(merging.job, outcomes);
        enough(merging.job);
    }

    /** The manifest, once everything it names is stored. */
    public StoreRequest manifest(@Body Merging merging) {
        RollupJob job = merging.job;
        Manifest manifest = merging.manifest();
        for (String destination : job.alive()) {
            try {
                Intact.present(destinations.apply(destination), merging.name, manifest.files());
            } catch (Failure e) {
                leftOut(job, destination, e);
            }
        }
        enough(job);
        return new StoreRequest(merging.name.manifestKey(), job.staging.write(ArchiveName.MANIFEST, ManifestJson.write(manifest)), job.alive());
    }

    /** The rollup is made where its manifest is. */
    public void committed(Merging merging, List<Outcome> outcomes) {
        note(merging.job, outcomes);
        enough(merging.job);
        merging.job.made(merging.manifest());
    }

    /** A rollup that can't be made doesn't keep others from being made: its inputs are as they were. */
    public void failed(@ExchangeProperty("merging") Merging merging, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown)
            throws Exception {
        Failure failure = Failure.in(thrown).orElseThrow(() -> thrown);
        if (failure.reason() == Reason.INTERRUPTED || failure.party() != Failure.Party.ARCHIVE) {
            throw failure;
        }
        merging.job.problem(failure);
    }

    public void endMerging(@ExchangeProperty("merging") Merging merging) {
        merging.close();
    }

    public RollupResult result(@Body RollupJob job) throws Exception {
        job.check();
        return job.result();
    }

    /** Lets go of everything that a rollup holds, however it ended. */
    public void close(RollupJob job) {
        try {
            job.request.progress().end();
            job.staging.close();
        } finally {
            Hold.closeAll(job.holds);
        }
    }

    private static void leftOut(RollupJob job, String destination, Failure why) {
        if (why.reason() == Reason.INTERRUPTED) {
            throw why;
        }
        job.lost(destination, why);
    }

    private static void note(RollupJob job, List<Outcome> outcomes) {
        outcomes.forEach(outcome -> outcome.failure().ifPresent(why -> job.lost(outcome.destination(), why)));
    }

    private static void enough(RollupJob job) {
        if (job.alive().isEmpty()) {
            throw job.result().destinations().values().iterator().next().retryable(false);
        }
    }
}
