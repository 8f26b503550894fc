package io.camelback.job;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.nio.file.Path;

/**
 * A number of bytes that may be in the staging directory at a time, waiting to be stored. Who wants to write a file takes room for it
 * first, and waits until others have stored theirs; who holds room for one file must not wait here for another. A file larger than all of
 * the room waits until there is no other, and goes alone.
 */
public final class Space {

    private static final long LOOK_MILLIS = 200;

    private final long most;
    private long taken;

    public Space(long most) {
        this.most = most;
    }

    /**
     * Waits until there is room.
     *
     * @param bytes that the file will have, at the most
     * @param check asked again and again; throws when there is no use in waiting any more
     */
    public synchronized Room take(long bytes, Runnable check) {
        while (taken > 0 && taken + bytes > most) {
            check.run();
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Failure.camelback(Reason.INTERRUPTED, "interrupted while waiting for room in the staging directory").cause(e);
            }
        }
        taken += bytes;
        return new Room(bytes);
    }

    synchronized long taken() {
        return taken;
    }

    private synchronized void give(long bytes) {
        taken -= bytes;
        notifyAll();
    }

    /** Room for one file, until it is closed. */
    public final class Room implements AutoCloseable {

        private long bytes;

        private Room(long bytes) {
            this.bytes = bytes;
        }

        /** The file is written and has its size. */
        public void shrinkTo(Path file) {
            long size = Math.min(file.toFile().length(), held());
            give(reduce(size));
        }

        /** The file is gone. May be called more than once. */
        @Override
        public void close() {
            give(reduce(0));
        }

        private synchronized long held() {
            return bytes;
        }

        private synchronized long reduce(long to) {
            long freed = bytes - to;
            bytes = to;
            return freed;
        }
    }
}
