package io.camelback.archive;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Gets things from a source in a thread of its own, before they are asked for. Whoever asks, and closes, is one thread at a time.
 */
final class Ahead<T> implements Closeable {

    private final Supplier<T> source;
    private final ToLongFunction<T> weight;
    private final long bound;
    private final Consumer<T> leftover;
    private final Thread thread;

    private final Deque<T> waiting = new ArrayDeque<>();
    private long held;
    private boolean started;
    private boolean ended;
    private boolean closed;
    private Throwable failure;

    /**
     * @param name of the thread; it begins when first something is asked for
     * @param source asked in that thread only; null at its end
     * @param bound of the weight of what waits; the source is not asked again before there is less
     * @param leftover told of each thing that nobody took, when this is closed
     */
    Ahead(String name, Supplier<T> source, ToLongFunction<T> weight, long bound, Consumer<T> leftover) {
        this.source = source;
        this.weight = weight;
        this.bound = bound;
        this.leftover = leftover;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /**
     * The next thing; null after the last one, and after {@link #close}. What the source failed with is thrown once all that came
     * before was taken, and again from then on.
     */
    synchronized T next() {
        if (!started && !closed) {
            started = true;
            thread.start();
        }
        while (waiting.isEmpty() && !ended && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Failure.camelback(Reason.INTERRUPTED, "interrupted while waiting for what is read").cause(e);
            }
        }
        if (closed) {
            return null;
        }
        T next = waiting.poll();
        if (next != null) {
            held -= weight.applyAsLong(next);
            notifyAll();
        } else if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        return next;
    }

    /** Interrupts the thread and waits for its end: afterwards nobody uses the source any more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        while (!waiting.isEmpty()) {
            leftover.accept(waiting.poll());
        }
    }

    private void run() {
        try {
            T next = source.get();
            while (next != null && put(next)) {
                next = source.get();
            }
            end(null);
        } catch (RuntimeException | Error e) {
            end(e);
        } catch (InterruptedException e) {
            end(null);
        }
    }

    /** Adds one thing, and waits until there is room for more; false if no more are wanted. */
    private synchronized boolean put(T next) throws InterruptedException {
        waiting.add(next);
        held += weight.applyAsLong(next);
        notifyAll();
        while (held >= bound && !closed) {
            wait();
        }
        return !closed;
    }

    private synchronized void end(Throwable why) {
        failure = why;
        ended = true;
        notifyAll();
    }
}
