package io.camelback.archive;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** Entries that are in memory. */
final class ListCursor implements EntryCursor {

    private Iterator<Entry> entries;
    volatile boolean closed;

    ListCursor(List<Entry> entries) {
        this.entries = entries.iterator();
    }

    @Override
    public Entry next() {
        return entries.hasNext() ? entries.next() : null;
    }

    @Override
    public void close() {
        entries = Collections.emptyIterator();
        closed = true;
    }
}
