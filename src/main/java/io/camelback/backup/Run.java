package io.camelback.backup;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Attachment;
import io.camelback.archive.AttachmentList;
import io.camelback.archive.AttachmentListWriter;
import io.camelback.archive.Batch;
import io.camelback.archive.DatabaseSettings;
import io.camelback.archive.DocumentIds;
import io.camelback.archive.Level;
import io.camelback.archive.Segment;
import io.camelback.catalog.AttachmentObjects;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chain;
import io.camelback.config.TaskConfig;
import io.camelback.couchdb.Source;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.job.Hold;
import io.camelback.job.Progress;
import io.camelback.job.Staging;
import io.camelback.job.StagingSpace;
import io.camelback.job.StopSignal;
import io.camelback.job.Whole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * One run under way: what the routes pass along. The fields are set once by the step that finds them out; what several threads
 * touch is guarded.
 */
final class Run extends Whole {

    /**
     * The feed ends where nothing is pending. Only when changes come faster than they can be read that never happens, and the run
     * ends after several times the rows that were pending at its start: rows may come more than once, so just as many prove nothing.
     */
    private static final long PATIENCE = 3;
    private static final long SLACK_CHUNKS = 10;
    private static final int MOST_ROUNDS = 5;

    final TaskConfig task;
    final BackupRequest request;
    final StopSignal stop;
    /** What no other run's files have in their names. */
    final String tag;
    /** Held until the run ends. */
    final List<Hold> holds;
    final Staging staging;
    /** What of the staging directory is its own. */
    final Rooms rooms;
    final Storing storing;
    /** What the archive's documents refer to. */
    final AttachmentListWriter attachments;
    final Instant start;
    final long startNanos = System.nanoTime();
    final Map<String, Integer> copied = new LinkedHashMap<>();
    final List<String> warnings = new ArrayList<>();

    Catalog catalog;
    Optional<Chain> chain = Optional.empty();
    Source source;
    ArchiveName archive;
    /** When the archive was begun: by this run, or by one that died and which it goes on with. */
    Instant begun;
    DatabaseSettings database;
    Optional<AttachmentList> attachmentList = Optional.empty();
    long number;
    /** The end of the chain, as its last manifest tells it. */
    String since;
    /** How far the feed was read: a sequence. At last the end of the archive. */
    String until;
    /** What comes after {@link #until}, where it is listed already. */
    Optional<Listing> ahead = Optional.empty();
    Optional<Rewind> rewind = Optional.empty();
    /** Purged documents, still to be asked for. */
    List<byte[]> purged = List.of();
    Optional<String> purges = Optional.empty();
    boolean checkpoint;
    /** What of the archive an earlier run left, which died. */
    Optional<Unfinished> unfinished = Optional.empty();
    /** Parts of the list of attachments that are stored, each by itself. */
    final List<Unfinished.Part> attachmentParts = new ArrayList<>();
    /** Whether destinations have a note of what is stored so far. */
    boolean noted;
    Instant point;
    boolean committed;
    /** Destinations on which everything was read back. */
    List<String> verified = List.of();
    /** The archive's manifest as it is stored. */
    byte[] manifest;

    private final Map<String, Optional<Failure>> destinations = new LinkedHashMap<>();
    private final Function<String, Destination> destinationOf;
    private final Map<String, AttachmentObjects> objects = new HashMap<>();
    private final AtomicLong newAttachments = new AtomicLong();
    private final AtomicLong newAttachmentBytes = new AtomicLong();
    private final AtomicInteger batches = new AtomicInteger();
    private final List<Segment> segments = new ArrayList<>();
    private final List<Batch> chunkBatches = new ArrayList<>();
    private List<Range> ranges = List.of();
    private long rows;
    private long mostRows;
    private boolean listed;
    private final Set<String> again = new LinkedHashSet<>();
    private int rounds;

    /** @param destinationOf destinations by name */
    Run(TaskConfig task, BackupRequest request, StopSignal stop, List<Hold> holds, Staging staging, StagingSpace space, Function<String, Destination> destinationOf,
            Instant start, String tag) {
        this.tag = tag;
        this.begun = start;
        this.task = task;
        this.request = request;
        this.stop = stop;
        this.holds = holds;
        this.staging = staging;
        this.rooms = new Rooms(space, task.batchBytes(), stop);
        this.storing = new Storing(task.parallel());
        this.destinationOf = destinationOf;
        this.attachments = new AttachmentListWriter(staging.file(AttachmentList.FILE));
        this.start = start;
        task.destinations().forEach(it -> destinations.put(it, Optional.empty()));
    }

    Progress progress() {
        return request.progress();
    }

    public TaskConfig getTask() {
        return task;
    }

    /** Whether others went on in the old lineage meanwhile. For the route. */
    public boolean isFull() {
        return request.full();
    }

    /** Whether it is to be the first in its lineage. */
    boolean isBaseline() {
        return archive.level() == Level.BASELINE;
    }

    /** What the archive that this run goes on from says of the database beside its documents. */
    Optional<DatabaseSettings> settingsBefore() {
        return isBaseline() ? Optional.empty() : chain.map(it -> it.last().manifest().database());
    }

    /** Whether nothing of this run is stored yet. */
    synchronized boolean isFirstChunk() {
        return segments.isEmpty();
    }

    /** Whether there is anything to commit. */
    boolean hasNews() {
        return isBaseline() || !segments().isEmpty() || isFarOn() || rewind.isPresent() && !until.equals(Ends.sequence(since))
                || !settingsBefore().map(database::isSame).orElse(false);
    }

    /** Whether what is stored by now is worth noting: more is to come, and it isn't what older archives know already. For the route. */
    public synchronized boolean isWorthNoting() {
        return isMore() && !segments.isEmpty() && rewind.isEmpty();
    }

    /** Whether the feed has more for this run. */
    public synchronized boolean isMore() {
        return !listed || !again.isEmpty();
    }

    /** Whether the feed has come to its end, and only documents are left that changed while they were read. */
    boolean isListed() {
        return listed;
    }

    /** The document changed while it was read, so that an attachment of the revision at hand is gone: it is read anew at the end. */
    synchronized void again(String id) {
        again.add(id);
    }

    /**
     * The documents to be read anew, sorted.
     *
     * @throws Failure when that goes on and on
     */
    synchronized List<byte[]> takeAgain() {
        if (++rounds > MOST_ROUNDS) {
            throw Failure.source(Failure.Reason.FAILED, "document " + again.iterator().next() + " in " + source.url()
                    + " changes again and again before its attachments are read");
        }
        List<byte[]> ids = again.stream().map(DocumentIds::utf8).sorted(DocumentIds.ORDER).toList();
        again.clear();
        return ids;
    }

    /** These make a chunk of their own, which wins over what was read before. */
    void chunk(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** The ids of the chunk at hand, cut for fetching in parallel. */
    public List<Range> getRanges() {
        return ranges;
    }

    /**
     * @param rows how many rows the chunk had
     * @param pending how many changes were left after it
     */
    void chunk(List<Range> ranges, long rows, long pending, String until) {
        this.ranges = ranges;
        this.until = until;
        if (mostRows == 0) {
            mostRows = this.rows + PATIENCE * (rows + pending) + SLACK_CHUNKS * task.chunkSize();
        }
        this.rows += rows;
        listed = pending == 0 || this.rows >= mostRows;
    }

    /** The next changes of the feed, all of them. */
    Source.Chunk list() {
        Optional<Listing> listed = ahead;
        ahead = Optional.empty();
        return listed.map(Listing::get).orElseGet(() -> source.changesAfter(until));
    }

    /** Whether more was listed than the next run should list again, though there was nothing in it for this task. */
    boolean isFarOn() {
        return rows > task.chunkSize();
    }

    /** The chunk is fetched and stored: its batches become a segment. */
    synchronized void endChunk() {
        if (!chunkBatches.isEmpty()) {
            chunkBatches.sort(Comparator.comparing(it -> DocumentIds.utf8(it.firstId()),
                    DocumentIds.ORDER));
            segments.add(new Segment(List.copyOf(chunkBatches)));
            chunkBatches.clear();
        }
    }

    synchronized void stored(Batch batch) {
        chunkBatches.add(batch);
    }

    synchronized List<Segment> segments() {
        return List.copyOf(segments);
    }

    /** The name of the next batch. What an earlier run left is not written over. */
    String nextBatch() {
        return unfinished.isEmpty() ? Batch.fileName(batches.getAndIncrement())
                : Batch.fileName(batches.getAndIncrement(), tag);
    }

    /** Goes on with what an earlier run has stored. */
    synchronized void goOn(Unfinished found) {
        unfinished = Optional.of(found);
        noted = true;
        attachmentParts.addAll(found.attachments());
        archive = found.manifest().name();
        begun = found.manifest().start();
        until = found.manifest().until();
        segments.addAll(found.manifest().segments());
        batches.set(segments.stream().mapToInt(it -> it.batches().size()).sum());
        rows = found.rows();
        again.addAll(found.again());
    }

    long rows() {
        return rows;
    }

    synchronized List<String> stillAgain() {
        return List.copyOf(again);
    }

    /** Documents in the archive that have attachments. */
    long documentsWithAttachments() {
        return source.documentsWithAttachments() + unfinished.map(Unfinished::documentsWithAttachments).orElse(0L);
    }

    /** Destinations that still take part, in the order of the configuration. */
    synchronized List<String> alive() {
        return destinations.entrySet().stream().filter(it -> it.getValue().isEmpty()).map(Map.Entry::getKey).toList();
    }

    synchronized Map<String, Optional<Failure>> outcomes() {
        return new LinkedHashMap<>(destinations);
    }

    /** The destination is out for the rest of this run: an archive with a gap is not to be committed there. */
    synchronized void lost(String destination, Failure why) {
        destinations.computeIfPresent(destination, (name, known) -> known.isPresent() ? known : Optional.of(why));
    }

    /** What a destination has of attachments that are objects of their own. */
    synchronized AttachmentObjects objects(String destination) {
        return objects.computeIfAbsent(destination, it -> new AttachmentObjects(destinationOf.apply(it), task.name()));
    }

    void storedAttachment(Attachment attachment) {
        newAttachments.incrementAndGet();
        newAttachmentBytes.addAndGet(attachment.stored());
        attachments.add(attachment);
    }

    long newAttachments() {
        return newAttachments.get();
    }

    long newAttachmentBytes() {
        return newAttachmentBytes.get();
    }

    synchronized void copied(String destination) {
        copied.merge(destination, 1, Integer::sum);
    }

    boolean enough() {
        return alive().size() >= task.minDestinations();
    }

    /** @throws Failure of a destination when too few are left for the run to count */
    void checkEnough() {
        if (!enough()) {
            Failure why = outcomes().values().stream().flatMap(Optional::stream).findFirst().orElseThrow();
            throw why.retryable(false);
        }
    }
}
