package io.camelback.backup;

import io.camelback.job.Space;
import io.camelback.job.StagingSpace;
import io.camelback.job.StopSignal;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The room that a run takes in the staging directory: for a batch of each range, and for attachments on their way. For several threads. */
final class Rooms {

    private final StagingSpace space;
    private final long batchBytes;
    private final StopSignal stop;
    private final Map<Object, Space.Room> taken = new ConcurrentHashMap<>();

    /** @param batchBytes about how large a batch gets */
    Rooms(StagingSpace space, long batchBytes, StopSignal stop) {
        this.space = space;
        this.batchBytes = batchBytes;
        this.stop = stop;
    }

    /**
     * Waits until the range's next batch may be written. Not while an answer of the source is being read: it would take the silence for the
     * end of the connection.
     */
    void take(Range range) {
        if (!taken.containsKey(range)) {
            taken.put(range, space.batches().take(batchBytes, stop::check));
        }
    }

    /** Waits until the attachment may be fetched: its batch's room is of another kind. */
    void take(LargeAttachment large) {
        taken.put(large, space.attachments().take(large.attachment().stored(), stop::check));
    }

    /** The range's batch is written, and takes its room along; the next one needs its own. */
    void pass(Range range, FullBatch batch, Path file) {
        Space.Room room = taken.remove(range);
        room.shrinkTo(file);
        taken.put(batch, room);
    }

    /** The file of a batch, or of an attachment, is gone. */
    void give(Object holder) {
        Space.Room room = taken.remove(holder);
        if (room != null) {
            room.close();
        }
    }

    /** At the end, however it came. */
    void giveAll() {
        taken.keySet().forEach(this::give);
    }
}
