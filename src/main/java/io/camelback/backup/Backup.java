package io.camelback.backup;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Level;
import io.camelback.archive.Manifest;
import io.camelback.archive.Selection;
import io.camelback.catalog.ArchiveCopier;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chains;
import io.camelback.catalog.StoredArchive;
import io.camelback.config.Config;
import io.camelback.config.TaskConfig;
import io.camelback.couchdb.AttachmentLimit;
import io.camelback.couchdb.CouchDbs;
import io.camelback.couchdb.Source;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Hold;
import io.camelback.job.Staging;
import io.camelback.job.StagingSpace;
import io.camelback.job.StopSignal;
import io.camelback.job.TaskLock;
import io.camelback.lease.Kind;
import io.camelback.lease.Leases;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Body;

/** The bean {@code backup}: the steps of a run up to its last document. {@link Commit} has the rest; the route tells the order. */
public final class Backup {

    /** Less than this is not worth another request at a time, nor another file. */
    private static final long LEAST_RANGE_BYTES = 1024 * 1024;

    private final Config config;
    private final CouchDbs couchDbs;
    private final Function<String, Destination> destinations;
    private final StagingSpace space;
    private final Leases leases;
    private final StopSignal stop;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param destinations by name
     */
    public Backup(Config config, CouchDbs couchDbs, Function<String, Destination> destinations, StagingSpace space, Leases leases,
            StopSignal stop) {
        this.config = config;
        this.couchDbs = couchDbs;
        this.destinations = destinations;
        this.space = space;
        this.leases = leases;
        this.stop = stop;
    }

    /** From here on no other run of this task can begin; beside a full backup others go on in the old lineage. */
    public Run open(@Body BackupRequest request) {
        TaskConfig task = config.task(request.task());
        List<Hold> holds = new ArrayList<>();
        try {
            holds.add(request.full() ? TaskLock.ofFullBackup(config.staging(), task.name()) : TaskLock.ofRun(config.staging(), task.name()));
            holds.add(leases.take(request.full() ? Kind.FULL : Kind.RUN, task.name(), task.destinations(), stop));
            Staging staging = Staging.in(config.staging(), request.full() ? task.name() + ".full" : task.name());
            return new Run(task, request, stop, holds, staging, space, destinations, config.clock().instant(),
                    String.format(Locale.ROOT, "%08x", random.nextInt()));
        } catch (RuntimeException e) {
            Hold.closeAll(holds);
            throw e;
        }
    }

    /** What each destination holds becomes what this run goes on from; those that can't be read are out. */
    public void survey(Run run, Catalog catalog) {
        run.catalog = catalog;
        catalog.failures().forEach(run::lost);
        run.checkEnough();
        run.chain = catalog.chains().newest();
        catalog.damaged().forEach(it -> run.warnings.add("an archive can't be used: " + it.getMessage()));
    }

    /** What each destination lacks to reach where this run goes on from; nothing when it begins a new lineage. */
    public List<CatchUp> lacking(@Body Run run) {
        List<CatchUp> lacking = new ArrayList<>();
        if (run.request.full()) {
            return lacking;
        }
        run.alive().forEach(name -> {
            List<StoredArchive> archives = run.catalog.lacking(name);
            if (!archives.isEmpty()) {
                lacking.add(new CatchUp(run, name, archives));
            }
        });
        return lacking;
    }

    /** Brings one destination up to date; one that can't be gets no archive of this run, for it would dangle. */
    public void catchUp(@Body CatchUp catchUp) {
        Run run = catchUp.run();
        try {
            new ArchiveCopier(destinations).copyAll(catchUp.archives(), run.catalog.reachable(), catchUp.destination(), run.staging, () -> {
                run.stop.check();
                run.copied(catchUp.destination());
            });
        } catch (Failure e) {
            if (e.reason() == Reason.INTERRUPTED) {
                throw e;
            }
            run.lost(catchUp.destination(), e);
        }
    }

    /** Finds out where to begin, and whether the source is still the database which the chain came from. */
    public void begin(@Body Run run) {
        run.checkEnough();
        TaskConfig task = run.task;
        run.source = new Source(couchDbs.connect(task.connection(), task.source(), task.access(), task.parallel()), task.chunkSize(),
                AttachmentLimit.ofEach(task.attachmentLimit()), task.documents());
        Optional<Manifest> last = run.request.full() ? Optional.empty() : run.chain.map(it -> it.last().manifest()).filter(it -> isSame(run, it));
        last.ifPresent(it -> sameSelection(run, it));
        String drawn = ArchiveName.draw(run.start, random);
        String lineage = last.map(Manifest::lineage).orElse(drawn);
        run.archive = new ArchiveName(task.name(), lineage, last.isPresent() ? Level.DELTA : Level.BASELINE, drawn);
        run.since = last.map(Manifest::until).orElse(Chains.BEGINNING);
        run.until = Ends.sequence(run.since);
        run.number = run.catalog.highestNumber() + 1;
        Resumption.tryIt(run, last, destinations);
        Purges.begin(run, run.unfinished.map(Unfinished::manifest).or(() -> last));
    }

    /** Nobody else is in a run of this task: what follows begins a new lineage, and the old one stays as it is. */
    private static boolean isSame(Run run, Manifest last) {
        Optional<String> how = SourceIdentity.changed(run, last);
        how.ifPresent(it -> run.warnings.add("the database " + run.source.url() + " " + it
                + ": a new lineage begins; what is stored of the old one stays restorable"));
        return how.isEmpty();
    }

    /** Of documents that are wanted only now, a delta would miss those that didn't change. */
    private static void sameSelection(Run run, Manifest last) {
        Selection was = Selection.recorded(last.settings().get(RunManifest.DOCUMENTS));
        Selection is = run.task.documents();
        if (!was.ids().equals(is.ids())) {
            throw Failure.usage("task " + run.task.name() + " is to have the documents " + is + ", and its archives have " + was)
                    .remedy("Begin a new lineage with: camelback backup " + run.task.name() + " --full. What is stored stays restorable");
        }
    }

    /** The next chunk: its ids, sorted, cut into ranges. At last there may be one of documents that have to be read anew. */
    public void list(@Body Run run) {
        run.stop.check();
        if (run.isListed()) {
            run.chunk(ranges(run, run.takeAgain()));
            return;
        }
        Source.Chunk chunk = Rewind.list(run, destinations);
        SourceIdentity.check(run);
        List<byte[]> ids = run.task.documents().among(Purges.join(run, chunk.ids()));
        run.progress().begin("reading", ids.size() + chunk.pending());
        run.chunk(ranges(run, ids), chunk.rows(), chunk.pending(), chunk.until());
    }

    private static List<Range> ranges(Run run, List<byte[]> ids) {
        long parts = run.source.expectedBytes(ids.size()) / LEAST_RANGE_BYTES + 1;
        int count = (int) Math.max(1, Math.min(Math.min(parts, run.task.parallel()), ids.size()));
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < count && !ids.isEmpty(); i++) {
            int from = (int) ((long) ids.size() * i / count);
            int to = (int) ((long) ids.size() * (i + 1) / count);
            ranges.add(new Range(run, ids.subList(from, to)));
        }
        return ranges;
    }

    /** Reads the documents of a page into the batch at hand. */
    public Page fetch(@Body Page page) {
        Run run = page.range().run();
        run.stop.check();
        run.rooms.take(page.range());
        run.source.fetch(page.ids(), page.range()::add);
        return page;
    }

    /**
     * Lists what comes after the chunk at hand, while that is read. If that can't be done the next chunk fails, and not this one. Not while the feed
     * tells of documents that were read already: which they are changes with what is read.
     */
    public void listAhead(@Body Run run) {
        if (!run.isListed() && run.rewind.isEmpty()) {
            run.ahead = Optional.of(Listing.of(() -> run.source.changesAfter(run.until)));
        }
    }

    /** A range has ended, well or not: others may wait for what it held. */
    public void endRange(Range range) {
        range.close();
        range.run().rooms.give(range);
    }

    /** Every range of the chunk has ended, but some of their batches may still be on their way. */
    public void awaitStored(@Body Run run) {
        run.storing.awaitAll();
    }

    /** Every batch of the chunk is stored, or the run ends with what went wrong first. */
    public void endChunk(@Body Run run) throws Exception {
        run.check();
        run.endChunk();
        if (!run.isMore()) {
            run.rewind.flatMap(Rewind::told).ifPresent(run.warnings::add);
        }
    }

    /** Lets go of everything that a run holds, however it ended. */
    public void close(Run run) {
        try {
            run.storing.awaitAll();
            run.progress().end();
            run.getRanges().forEach(Range::close);
            run.attachments.close();
            run.rooms.giveAll();
            run.staging.close();
        } finally {
            Hold.closeAll(run.holds);
        }
    }
}
