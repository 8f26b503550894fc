package io.camelback.restore;

import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/** Cuts what cursors give into pages that are bounded by bytes and by number. Only the page at hand is in memory. */
final class WritePages implements Iterator<WritePage> {

    private static final int MOST_DOCUMENTS = 500;

    private final Restoration restoration;
    private final int mostBytes;
    private final List<Supplier<EntryCursor>> sources;
    private int nextSource;
    private EntryCursor cursor;
    private Entry head;

    WritePages(Restoration restoration, int mostBytes, List<Supplier<EntryCursor>> sources) {
        this.restoration = restoration;
        this.mostBytes = mostBytes;
        this.sources = sources;
    }

    @Override
    public boolean hasNext() {
        if (restoration.isFailed()) {
            close();
            return false;
        }
        if (head == null) {
            head = read();
        }
        return head != null;
    }

    @Override
    public WritePage next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<Entry> entries = new ArrayList<>();
        long bytes = 0;
        do {
            entries.add(head);
            bytes += head.line().length;
            head = read();
        } while (head != null && entries.size() < MOST_DOCUMENTS && bytes + head.line().length <= mostBytes);
        return new WritePage(restoration, entries);
    }

    private Entry read() {
        while (true) {
            if (cursor == null) {
                if (nextSource == sources.size()) {
                    return null;
                }
                cursor = sources.get(nextSource++).get();
            }
            Entry entry = cursor.next();
            if (entry == null) {
                close();
            } else if (!entry.absent()) {
                return entry;
            }
        }
    }

    private void close() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }
}
