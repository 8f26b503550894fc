package io.camelback.bench;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Some threads that do the same work with one thing after the other, as they come. The first failure ends it. */
final class Workers<T> implements AutoCloseable {

    /** What is done with each of the things. */
    interface Work<T> {
        void with(T thing) throws IOException;
    }

    private final ExecutorService threads;
    private final Semaphore room;
    private final Work<T> work;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** @param waiting how many things may wait for a thread */
    Workers(int count, int waiting, Work<T> work) {
        this.threads = Executors.newFixedThreadPool(count);
        this.room = new Semaphore(count + waiting);
        this.work = work;
    }

    /** Waits until there is room. */
    void add(T thing) throws IOException {
        room.acquireUninterruptibly();
        check();
        threads.execute(() -> {
            try {
                if (failure.get() == null) {
                    work.with(thing);
                }
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                room.release();
            }
        });
    }

    /** Waits until all is done. */
    @Override
    public void close() throws IOException {
        threads.shutdown();
        try {
            while (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                check();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        check();
    }

    private void check() throws IOException {
        if (failure.get() != null) {
            throw new IOException(failure.get().getMessage(), failure.get());
        }
    }
}
