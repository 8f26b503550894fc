package io.camelback.backup;

import io.camelback.archive.BatchWriter;
import io.camelback.archive.Entry;
import io.camelback.archive.StubbedLeaf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * A part of a chunk's sorted ids: read page by page, in order, into batches. Ranges of a chunk are read in parallel; their batches
 * never overlap. Used by one thread at a time.
 */
final class Range {

    private final Run run;
    private final List<byte[]> ids;
    private BatchWriter writer;
    private Path file;
    private List<LargeAttachment> attachments = new ArrayList<>();

    Range(Run run, List<byte[]> ids) {
        this.run = run;
        this.ids = ids;
    }

    public Run run() {
        return run;
    }

    /** Pages as large as the sizes seen until then allow; none any more when another range has failed. For the route. */
    public Iterator<Page> getPages() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < ids.size() && !run.isFailed();
            }

            @Override
            public Page next() {
                if (next >= ids.size()) {
                    throw new NoSuchElementException();
                }
                int from = next;
                next = Math.min(ids.size(), from + run.source.pageSize());
                return new Page(Range.this, ids.subList(from, next));
            }
        };
    }

    void add(Entry entry) {
        if (isLeftOut(entry)) {
            return;
        }
        if (writer == null) {
            file = run.staging.file(run.nextBatch());
            writer = new BatchWriter(file);
        }
        writer.add(entry);
        if (entry.hasAttachments()) {
            large(entry);
        }
        run.progress().step(1, entry.line().length);
    }

    private void large(Entry entry) {
        Map<String, LargeAttachment> large = new LinkedHashMap<>();
        StubbedLeaf.of(entry).forEach(leaf -> leaf.stubs().forEach(
                it -> large.putIfAbsent(it.attachment().object(), new LargeAttachment(run, it.attachment(), leaf.revision()))));
        attachments.addAll(large.values());
    }

    /** Those of the documents that were added since this was last asked. */
    List<LargeAttachment> takeAttachments() {
        List<LargeAttachment> taken = attachments;
        attachments = new ArrayList<>();
        return taken;
    }

    /** Nothing older is there that a deletion would have to hide. */
    private boolean isLeftOut(Entry entry) {
        return !run.task.keepDeleted() && entry.deleted() && run.isBaseline() && run.isFirstChunk();
    }

    boolean isBatchFull() {
        return writer != null && writer.bytes() >= run.task.batchBytes();
    }

    boolean hasBatch() {
        return writer != null;
    }

    /** Closes the batch at hand. */
    FullBatch finishBatch() {
        try (BatchWriter full = writer) {
            writer = null;
            FullBatch batch = new FullBatch(run, file, full.finish());
            run.rooms.pass(this, batch, file);
            return batch;
        }
    }

    /** Lets go of an unfinished batch. */
    void close() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }
}
