package io.camelback.couchdb;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * As many requests at a time as the server bears: halves when it says that it is overloaded, grows again by one after a series of
 * good answers as long as the limit, and sends nothing while the server asks for a pause.
 *
 * <p>A request that is made while reading the answer of another doesn't count: waiting for a place that only its own caller can
 * free would never end.
 */
final class Limiter {

    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

    private final int most;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition placeFree = lock.newCondition();
    private final Condition pauseOver = lock.newCondition();
    private int limit;
    private int running;
    private int good;
    private long pausedUntil;
    private boolean paused;

    Limiter(int most) {
        this(most, System::nanoTime);
    }

    Limiter(int most, LongSupplier nanos) {
        this.most = most;
        this.limit = most;
        this.nanos = nanos;
    }

    <T> T call(Supplier<T> request) {
        if (INSIDE.get()) {
            return request.get();
        }
        enter();
        INSIDE.set(true);
        try {
            return request.get();
        } finally {
            INSIDE.remove();
            leave();
        }
    }

    /** The server has too much to do; it may have said for how long it wants to be left alone. */
    void overloaded(long pauseMillis) {
        lock.lock();
        try {
            limit = Math.max(1, limit / 2);
            good = 0;
            long asked = pauseMillis * 1_000_000;
            if (asked > Math.max(0, left())) {
                pausedUntil = nanos.getAsLong() + asked;
                paused = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** An answer arrived whole. */
    void succeeded() {
        lock.lock();
        try {
            if (limit < most && ++good >= limit) {
                limit++;
                good = 0;
                placeFree.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    int limit() {
        lock.lock();
        try {
            return limit;
        } finally {
            lock.unlock();
        }
    }

    /** Waits out the pause that the server asked for; a repeated attempt passes here too. */
    void awaitPause() {
        lock.lock();
        try {
            for (long left = left(); left > 0; left = left()) {
                pauseOver.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    private void enter() {
        lock.lock();
        try {
            while (running >= limit) {
                placeFree.await();
            }
            running++;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            running--;
            placeFree.signal();
        } finally {
            lock.unlock();
        }
    }

    private long left() {
        if (!paused) {
            return 0;
        }
        long left = pausedUntil - nanos.getAsLong();
        paused = left > 0;
        return left;
    }

    private static Failure interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return Failure.camelback(Reason.INTERRUPTED, "interrupted while waiting for the source").cause(e);
    }
}
