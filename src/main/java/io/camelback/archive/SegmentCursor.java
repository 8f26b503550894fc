package io.camelback.archive;

import java.util.Iterator;

/** The entries of a segment, one batch file open at a time. */
public final class SegmentCursor implements EntryCursor {

    private final Iterator<Batch> batches;
    private final BatchOpener opener;
    private final String where;
    private final byte[] from;
    private final byte[] to;

    private BatchReader reader;
    private EntryCursor cursor;

    /**
     * @param opener asked for a batch when it is reached; not asked for those with no id in the range
     * @param where how failures name the archive; the batch's file name follows
     * @param from the least id, or null
     * @param to the id to stop before, or null
     */
    public SegmentCursor(Segment segment, BatchOpener opener, String where, byte[] from, byte[] to) {
        this.batches = segment.batches().iterator();
        this.opener = opener;
        this.where = where;
        this.from = from;
        this.to = to;
    }

    @Override
    public Entry next() {
        while (cursor != null || open()) {
            Entry entry = cursor.next();
            if (entry != null) {
                return entry;
            }
            closeBatch();
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

    /** Opens the next batch that has ids in the range, if there is one; without bounds if it lies in it completely. */
    private boolean open() {
        while (batches.hasNext()) {
            Batch batch = batches.next();
            byte[] first = DocumentIds.utf8(batch.firstId());
            byte[] last = DocumentIds.utf8(batch.lastId());
            boolean before = from != null && DocumentIds.ORDER.compare(last, from) < 0;
            boolean after = to != null && DocumentIds.ORDER.compare(first, to) >= 0;
            if (!before && !after) {
                reader = new BatchReader(opener.open(batch), batch, where + "/" + batch.file());
                cursor = reader.cursor(from == null || DocumentIds.ORDER.compare(from, first) <= 0 ? null : from,
                        to == null || DocumentIds.ORDER.compare(last, to) < 0 ? null : to);
                return true;
            }
        }
        return false;
    }

    private void closeBatch() {
        cursor = null;
        if (reader != null) {
            BatchReader last = reader;
            reader = null;
            last.close();
        }
    }
}
