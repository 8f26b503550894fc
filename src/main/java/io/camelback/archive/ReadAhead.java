package io.camelback.archive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Reads another cursor in a thread of its own, so that decompressing and checking go on while what was read is being used. Holds
 * up to 4 MiB of entries, and beyond that no more than a single one. What the other cursor fails with, this one does; a few
 * entries that came before may be missing then. {@link #close} ends the thread, in the midst of a read by an interrupt.
 */
public final class ReadAhead implements EntryCursor {

    private static final int BOUND = 4 << 20;
    /** Entries change threads by the parcel, because a single one is not worth a wake-up. */
    private static final int PARCEL = BOUND / 32;
    /** What an entry takes in memory besides its line and its id, or somewhat more. */
    private static final int OVERHEAD = 200;

    private record Parcel(List<Entry> entries, long bytes) {
    }

    private final EntryCursor cursor;
    private final Ahead<Parcel> parcels;
    private Iterator<Entry> parcel = Collections.emptyIterator();

    /** @param cursor closed together with this, and used by nobody else */
    public ReadAhead(EntryCursor cursor) {
        this.cursor = cursor;
        parcels = new Ahead<>("read-ahead", this::read, Parcel::bytes, BOUND - PARCEL, leftover -> { });
    }

    @Override
    public Entry next() {
        if (!parcel.hasNext()) {
            Parcel next = parcels.next();
            if (next == null) {
                return null;
            }
            parcel = next.entries().iterator();
        }
        return parcel.next();
    }

    @Override
    public void close() {
        parcels.close();
        parcel = Collections.emptyIterator();
        cursor.close();
    }

    /** In the other thread. */
    private Parcel read() {
        List<Entry> entries = new ArrayList<>();
        long bytes = 0;
        while (bytes < PARCEL) {
            Entry entry = cursor.next();
            if (entry == null) {
                break;
            }
            entries.add(entry);
            bytes += entry.line().length + entry.id().length + OVERHEAD;
        }
        return entries.isEmpty() ? null : new Parcel(entries, bytes);
    }
}
