package io.camelback.rollup;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.AttachmentList;
import io.camelback.archive.AttachmentListWriter;
import io.camelback.archive.Batch;
import io.camelback.archive.DatabaseSettings;
import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.archive.IdRanges;
import io.camelback.archive.Level;
import io.camelback.archive.Manifest;
import io.camelback.archive.Segment;
import io.camelback.archive.StubbedLeaf;
import io.camelback.catalog.ArchiveOpener;
import io.camelback.catalog.Chain;
import io.camelback.catalog.ChainReader;
import io.camelback.catalog.FetchedBatches;
import io.camelback.catalog.StoredArchive;
import io.camelback.failure.Failure;
import io.camelback.job.Whole;
import io.camelback.retention.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One rollup in the making: its inputs are read once, side by side, and what is left of them is cut into batches. Several ranges of ids
 * are merged at the same time, if there is enough to merge.
 */
final class Merging extends Whole {

    final RollupJob job;
    final Plan.Rollup rollup;
    final ArchiveName name;
    final long number;

    private final List<Batch> stored = new ArrayList<>();
    private final AttachmentListWriter attachments;
    private final AtomicLong withAttachments = new AtomicLong();
    private Optional<AttachmentList> attachmentList;
    private final AtomicInteger batches = new AtomicInteger();
    private final FetchedBatches fetched;

    Merging(RollupJob job, Plan.Rollup rollup, ArchiveName name, long number) {
        this.job = job;
        this.rollup = rollup;
        this.name = name;
        this.number = number;
        this.fetched = new FetchedBatches(job.files(), job.staging);
        this.attachments = new AttachmentListWriter(job.staging.file(AttachmentList.FILE));
    }

    /**
     * The parts of it that are merged at the same time, each the ids between two others. For the route.
     *
     * @param most how many there are at the most
     */
    List<MergeRange> ranges(int most) {
        List<StoredArchive> inputs = rollup.inputs();
        List<MergeRange> ranges = new ArrayList<>();
        for (IdRanges ids : new Cutting(inputs, job.files(), job.task.batchBytes()).ranges(most)) {
            ArchiveOpener opener = fetched.reader(inputs, ids);
            ranges.add(new MergeRange(this, () -> new ChainReader(new Chain(inputs), job.files(), opener).entries(ids)));
        }
        return ranges;
    }

    /** What is kept refers to its attachments, and to none that only older revisions had. */
    boolean keep(Entry entry) {
        boolean kept = isKept(entry);
        if (kept && entry.hasAttachments()) {
            withAttachments.incrementAndGet();
            StubbedLeaf.attachments(entry).forEach(attachments::add);
        }
        return kept;
    }

    /** A baseline has nothing below it that a purged document, or one that is entirely deleted, would have to hide. */
    private boolean isKept(Entry entry) {
        return name.level() != Level.BASELINE || !entry.absent() && (job.task.keepDeleted() || !entry.deleted());
    }

    /** Where the next batch is written. Mergings of a job come one after the other, so names of batches are free again. */
    Path nextFile() {
        return job.staging.file(Batch.fileName(batches.getAndIncrement()));
    }

    synchronized void stored(Batch batch) {
        stored.add(batch);
    }

    /** What the rollup will say of itself: it has the place of its inputs, from the sequence before the first to that after the last. */
    synchronized Manifest manifest() {
        StoredArchive first = rollup.inputs().get(0);
        StoredArchive last = rollup.inputs().get(rollup.inputs().size() - 1);
        stored.sort(Comparator.comparing(it -> DocumentIds.utf8(it.firstId()), DocumentIds.ORDER));
        List<Segment> segments = stored.isEmpty() ? List.of() : List.of(new Segment(stored));
        checkCounts(segments);
        return Manifest.ofRollup(name, number, first.manifest(), last.manifest(), segments,
                rollup.inputs().stream().map(it -> it.name().path()).toList(), last.runSha256()).with(attachmentList().orElse(null))
                .with(Manifest.WITH_ATTACHMENTS, withAttachments.get());
    }

    /** Of every document there is one entry: not more than the inputs have together, nor fewer than the largest of their segments. */
    private void checkCounts(List<Segment> segments) {
        long entriesOut = entries(segments);
        long sum = 0;
        long most = 0;
        for (StoredArchive input : rollup.inputs()) {
            for (Segment segment : input.manifest().segments()) {
                long entriesIn = entries(List.of(segment));
                sum += entriesIn;
                most = Math.max(most, entriesIn);
            }
        }
        if (entriesOut > sum || entriesOut < most && name.level() != Level.BASELINE) {
            throw Failure.camelback(Failure.Reason.FAILED, "the rollup " + name + " would have " + entriesOut + " documents, made of segments with "
                    + sum + " in all and " + most + " in one").remedy("Nothing of it counts; its inputs are as they were");
        }
    }

    private static long entries(List<Segment> segments) {
        return segments.stream().flatMap(it -> it.batches().stream()).mapToLong(it -> it.documents() + it.absent()).sum();
    }

    /** Once all batches are written: the list of the attachments that are objects of their own; empty if there are none. */
    synchronized Optional<AttachmentList> attachmentList() {
        if (attachmentList == null) {
            attachmentList = attachments.finish();
        }
        return attachmentList;
    }

    /** A copy of the file, removed with everything that the job has staged; empty if there is none. */
    Optional<Path> localDocuments() {
        StoredArchive last = rollup.inputs().get(rollup.inputs().size() - 1);
        return last.manifest().files().stream().filter(it -> it.name().equals(DatabaseSettings.LOCAL_FILE)).findFirst()
                .map(it -> job.files().whole(last, it, job.staging));
    }

    Path attachmentFile() {
        return attachments.file();
    }

    void close() {
        attachments.close();
        fetched.close();
    }
}
