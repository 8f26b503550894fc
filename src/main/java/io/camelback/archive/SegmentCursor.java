package io.camelback.archive;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;

/** The entries of a segment, one batch file open at a time. */
public final class SegmentCursor implements EntryCursor {

    private final Iterator<Batch> batches;
    private final BatchOpener opener;
    private final String where;
    private final IdRanges ids;

    private BatchReader reader;
    private byte[] first;
    private byte[] end;
    private Iterator<IdRanges.Range> parts = Collections.emptyIterator();
    private EntryCursor cursor;

    /**
     * @param opener asked for a batch when it is reached; not asked for those with no id in the ranges
     * @param where how failures name the archive; the batch's file name follows
     */
    public SegmentCursor(Segment segment, BatchOpener opener, String where, IdRanges ids) {
        this.batches = segment.batches().iterator();
        this.opener = opener;
        this.where = where;
        this.ids = ids;
    }

    /**
     * @param from the least id, or null
     * @param to the id to stop before, or null
     */
    public SegmentCursor(Segment segment, BatchOpener opener, String where, byte[] from, byte[] to) {
        this(segment, opener, where, IdRanges.ALL.within(from, to));
    }

    @Override
    public Entry next() {
        while (advance()) {
            Entry entry = cursor.next();
            if (entry != null) {
                return entry;
            }
            cursor = null;
        }
        return null;
    }

    @Override
    public void close() {
        while (batches.hasNext()) {
            batches.next();
        }
        closeBatch();
    }

    /** If none is being read, goes to the next range in the batch at hand, or to the next batch that has ids in one. */
    private boolean advance() {
        while (cursor == null) {
            if (parts.hasNext()) {
                cursor = cursor(parts.next());
            } else {
                closeBatch();
                if (!batches.hasNext()) {
                    return false;
                }
                open(batches.next());
            }
        }
        return true;
    }

    private void open(Batch batch) {
        first = DocumentIds.utf8(batch.firstId());
        end = IdRanges.successor(DocumentIds.utf8(batch.lastId()));
        IdRanges here = ids.within(first, end);
        if (!here.isEmpty()) {
            reader = new BatchReader(opener.open(batch), batch, where + "/" + batch.file());
            parts = here.ranges().iterator();
        }
    }

    /** Without bounds where the batch has them itself. */
    private EntryCursor cursor(IdRanges.Range part) {
        return reader.cursor(Arrays.equals(part.from(), first) ? null : part.from(), Arrays.equals(part.to(), end) ? null : part.to());
    }

    private void closeBatch() {
        cursor = null;
        parts = Collections.emptyIterator();
        if (reader != null) {
            BatchReader last = reader;
            reader = null;
            last.close();
        }
    }
}
