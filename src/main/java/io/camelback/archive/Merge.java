package io.camelback.archive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Lays cursors over each other: of every id the entry of the newest cursor that has it. Absent entries are entries like any
 * other, and are returned too. Each cursor is closed as soon as it is at its end.
 */
public final class Merge implements EntryCursor {

    /** The entry that a cursor stands at; a lower rank is newer. */
    private record Head(Entry entry, int rank) implements Comparable<Head> {

        @Override
        public int compareTo(Head other) {
            int order = DocumentIds.ORDER.compare(entry.id(), other.entry.id());
            return order != 0 ? order : Integer.compare(rank, other.rank);
        }
    }

    private final List<EntryCursor> cursors;
    private final PriorityQueue<Head> heads = new PriorityQueue<>();
    private boolean started;

    /** @param newestFirst closed together with this */
    public Merge(List<EntryCursor> newestFirst) {
        this.cursors = List.copyOf(newestFirst);
    }

    @Override
    public Entry next() {
        if (!started) {
            started = true;
            for (int rank = 0; rank < cursors.size(); rank++) {
                advance(null, rank);
            }
        }
        Head newest = heads.poll();
        if (newest == null) {
            return null;
        }
        byte[] id = newest.entry().id();
        advance(id, newest.rank());
        while (!heads.isEmpty() && Arrays.equals(heads.peek().entry().id(), id)) {
            advance(id, heads.poll().rank());
        }
        return newest.entry();
    }

    @Override
    public void close() {
        started = true;
        heads.clear();
        List<RuntimeException> failures = new ArrayList<>();
        for (EntryCursor cursor : cursors) {
            try {
                cursor.close();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    /** Moves a cursor on from the id it stands at. */
    private void advance(byte[] from, int rank) {
        EntryCursor cursor = cursors.get(rank);
        Entry entry = cursor.next();
        if (entry == null) {
            cursor.close();
        } else if (from != null && DocumentIds.ORDER.compare(from, entry.id()) >= 0) {
            throw new IllegalStateException("A cursor to be merged went back from " + DocumentIds.text(from) + " to "
                    + entry.idText());
        } else {
            heads.add(new Head(entry, rank));
        }
    }
}
