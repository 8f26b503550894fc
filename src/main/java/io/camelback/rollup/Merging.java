package io.camelback.rollup;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.AttachmentList;
import io.camelback.archive.AttachmentListWriter;
import io.camelback.archive.Batch;
import io.camelback.archive.DatabaseSettings;
import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.archive.Level;
import io.camelback.archive.Manifest;
import io.camelback.archive.MergeWriter;
import io.camelback.archive.Segment;
import io.camelback.archive.StubbedLeaf;
import io.camelback.catalog.StoredArchive;
import io.camelback.failure.Failure;
import io.camelback.job.Whole;
import io.camelback.retention.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One rollup in the making: its inputs are read once, side by side, and what is left of them is cut into batches. While one batch is
 * stored the next one is made.
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
    private MergeWriter writer;
    private Optional<Batch> next = Optional.empty();
    private long seen;

    Merging(RollupJob job, Plan.Rollup rollup, ArchiveName name, long number) {
        this.job = job;
        this.rollup = rollup;
        this.name = name;
        this.number = number;
        this.attachments = new AttachmentListWriter(job.staging.file(AttachmentList.FILE));
    }

    /** Batches as they get full; none any more when one could not be stored. For the route. */
    public Iterator<MergedBatch> getBatches() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (next.isEmpty() && !isFailed()) {
                    next = nextBatch();
                }
                return next.isPresent();
            }

            @Override
            public MergedBatch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                MergedBatch batch = new MergedBatch(Merging.this, next.get(), file(next.get().file()), job.room(next.get()));
                next = Optional.empty();
                return batch;
            }
        };
    }

    private Optional<Batch> nextBatch() {
        job.stop.check();
        if (writer == null) {
            writer = new MergeWriter(job.reader(rollup.inputs()).entries(null, null), this::keep, job.task.batchBytes(), this::file);
        }
        Optional<Batch> batch = writer.next();
        job.request.progress().step(writer.read() - seen, batch.map(Batch::bytes).orElse(0L));
        seen = writer.read();
        return batch;
    }

    /** What is kept refers to its attachments, and to none that only older revisions had. */
    private boolean keep(Entry entry) {
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

    /** Mergings of a job come one after the other, so names of batches are free again. */
    private Path file(String batch) {
        return job.staging.file(batch);
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
        if (writer != null) {
            writer.close();
        }
    }
}
