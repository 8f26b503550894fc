package io.camelback.job;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Semaphore;

/**
 * Hands out the parts of a job, only so many at a time: the next one comes when another has ended. For a split that is streaming and parallel,
 * whose pool has as many threads as there are parts.
 */
public final class AtOnce<T> implements Iterator<T> {

    private final Iterator<T> parts;
    private final Semaphore room;

    /** @param most how many may be under way at a time */
    public AtOnce(List<T> parts, int most) {
        this(parts, new Semaphore(most));
    }

    /** @param room of as many permits as parts may be under way at a time, of all those together that share it */
    public AtOnce(List<T> parts, Semaphore room) {
        this.parts = parts.iterator();
        this.room = room;
    }

    @Override
    public boolean hasNext() {
        return parts.hasNext();
    }

    /** Waits for room. Never in vain: whatever becomes of a part that is under way, it ends. */
    @Override
    public T next() {
        if (!parts.hasNext()) {
            throw new NoSuchElementException();
        }
        room.acquireUninterruptibly();
        return parts.next();
    }

    /** One that was handed out has ended, well or not. */
    public void ended() {
        room.release();
    }
}
