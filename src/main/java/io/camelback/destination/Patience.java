package io.camelback.destination;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long the others wait for a destination to take a file, all its attempts together. One that is dead fails by itself, and early; one
 * that takes next to nothing would hold up a run for ever.
 */
final class Patience {

    /** Who takes that many bytes a second, or more, isn't too slow for any file. */
    private static final long SLOWEST = 64 * 1024;

    private final Duration least;
    private final ExecutorService threads;

    /**
     * @param least for a small file; a larger one has more
     * @param threads as many as are wanted at a time
     */
    Patience(Duration least, ExecutorService threads) {
        this.least = least;
        this.threads = threads;
    }

    /**
     * Waits for the end of a put. One that was given up may still come to its end, which does no harm: an object is there whole or not at
     * all, and what no manifest names is removed by a cleanup.
     *
     * @throws Failure of the put; UNREACHABLE when it took too long
     */
    void await(String destination, String key, long bytes, Runnable put) {
        Duration limit = least.plusSeconds(bytes / SLOWEST);
        Future<?> running = threads.submit(put);
        try {
            running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            throw Failure.destination(Reason.UNREACHABLE, destination + " did not take the " + bytes + " bytes of " + key + " within " + seconds(limit))
                    .retryable(false).remedy("The others went on without it. Look at its network, or allow more with camelback.patience").cause(e);
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw Failure.camelback(Reason.INTERRUPTED, "interrupted while " + key + " was stored on " + destination).cause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : asError(e.getCause());
        }
    }

    /** A put declares no checked exceptions, so what is left are errors. */
    private static RuntimeException asError(Throwable thrown) {
        throw (Error) thrown;
    }

    private static String seconds(Duration limit) {
        return limit.toSeconds() + " s";
    }
}
