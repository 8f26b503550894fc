package io.camelback.couchdb;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.StopSignal;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * As many requests of a connection at a time as it may have, and of all connections to its server as that is served best by: {@link Climb}
 * finds it. Half as many when the server says that it is overloaded, and none while it asks for a pause.
 *
 * <p>A request that is made while reading the answer of another doesn't count: waiting for a place that only its own caller can
 * free would never end.
 */
final class Limiter {

    /** What the connections to one server have in common. */
    static final class Server {

        private final LongSupplier nanos;
        private final StopSignal stop;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition placeFree = lock.newCondition();
        private final Climb climb = new Climb(MOST);
        private int running;
        private int waiting;
        private long pausedUntil;
        private boolean paused;

        Server(LongSupplier nanos, StopSignal stop) {
            this.nanos = nanos;
            this.stop = stop;
        }

        private long left() {
            lock.lock();
            try {
                if (!paused) {
                    return 0;
                }
                long left = pausedUntil - nanos.getAsLong();
                paused = left > 0;
                return left;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Of one server. */
    private static final int MOST = 256;
    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

    private final int most;
    private final Server server;
    private int running;

    Limiter(int most) {
        this(most, new Server(System::nanoTime, new StopSignal()));
    }

    /** @param most of this connection */
    Limiter(int most, Server server) {
        this.most = most;
        this.server = server;
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
        server.lock.lock();
        try {
            server.climb.overloaded();
            long asked = pauseMillis * 1_000_000;
            if (asked > Math.max(0, server.left())) {
                server.pausedUntil = server.nanos.getAsLong() + asked;
                server.paused = true;
            }
        } finally {
            server.lock.unlock();
        }
    }

    /** An answer arrived whole: so many bytes, those of the request included. */
    void succeeded(long bytes) {
        server.lock.lock();
        try {
            server.climb.answered(bytes, server.running + server.waiting, server.nanos.getAsLong());
            server.placeFree.signalAll();
        } finally {
            server.lock.unlock();
        }
    }

    int limit() {
        server.lock.lock();
        try {
            return Math.min(most, server.climb.limit());
        } finally {
            server.lock.unlock();
        }
    }

    /**
     * Waits out the pause that the server asked for; a repeated attempt passes here too. When the process is to end, what was waiting is
     * given up, and what is asked for only then passes at once, for it clears up.
     */
    void awaitPause() {
        if (!server.stop.isStopped()) {
            for (long left = server.left(); left > 0; left = server.left()) {
                server.stop.sleep(left);
            }
        }
    }

    private void enter() {
        server.lock.lock();
        try {
            while (running >= most) {
                server.placeFree.await();
            }
            running++;
            server.waiting++;
            try {
                while (server.running >= server.climb.limit()) {
                    server.placeFree.await();
                }
                server.running++;
            } catch (InterruptedException e) {
                running--;
                throw e;
            } finally {
                server.waiting--;
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            server.lock.unlock();
        }
    }

    private void leave() {
        server.lock.lock();
        try {
            running--;
            server.running--;
            server.placeFree.signalAll();
        } finally {
            server.lock.unlock();
        }
    }

    private static Failure interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return Failure.camelback(Reason.INTERRUPTED, "interrupted while waiting for the source").cause(e);
    }
}
