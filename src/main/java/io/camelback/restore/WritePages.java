package io.camelback.restore;

import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/**
 * Cuts what cursors give into pages that are bounded by bytes and by number. A page is not begun before the restore has room for it.
 *
 * <p>What goes wrong in reading is noted in the restore and ends the pages. It is never thrown, and a page that was promised is given: a
 * split that ended at once would leave others behind that are still being written.
 */
final class WritePages implements Iterator<WritePage> {

    private static final int MOST_DOCUMENTS = 500;

    private final Restoration restoration;
    private final int mostBytes;
    private final List<Supplier<EntryCursor>> sources;
    private int nextSource;
    private EntryCursor cursor;
    private boolean begun;
    private Entry head;

    WritePages(Restoration restoration, int mostBytes, List<Supplier<EntryCursor>> sources) {
        this.restoration = restoration;
        this.mostBytes = mostBytes;
        this.sources = sources;
    }

    @Override
    public boolean hasNext() {
        if (!begun) {
            begun = true;
            advance();
        }
        return head != null;
    }

    /** Waits until fewer pages than the most are under way; {@link Restoration#endPage} tells when one no longer is. */
    @Override
    public WritePage next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        long number = restoration.beginPage();
        List<Entry> entries = new ArrayList<>();
        long bytes = 0;
        do {
            entries.add(head);
            bytes += head.line().length;
            advance();
        } while (head != null && entries.size() < MOST_DOCUMENTS && bytes + head.line().length <= mostBytes);
        return new WritePage(restoration, number, entries);
    }

    private void advance() {
        head = noted(() -> restoration.isFailed() ? null : read());
        if (head == null) {
            noted(() -> {
                close();
                return null;
            });
        }
    }

    /** Errors too: Camel's executor would swallow them, and nobody would ever go on. */
    private Entry noted(Supplier<Entry> step) {
        try {
            return step.get();
        } catch (RuntimeException | Error e) {
            restoration.failed(e);
            return null;
        }
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
            EntryCursor done = cursor;
            cursor = null;
            done.close();
        }
    }
}
