package io.camelback.backup;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;

/** The batches of a run that are on their way to its destinations, while others are read. For several threads. */
final class Storing {

    private static final long LOOK_MILLIS = 200;

    private final int most;
    private int underWay;

    /** @param most at a time */
    Storing(int most) {
        this.most = most;
    }

    /**
     * Waits until one more may be on its way.
     *
     * @param check asked again and again; throws when there is no use in waiting any more
     */
    synchronized void begin(Runnable check) {
        while (underWay == most) {
            check.run();
            await(LOOK_MILLIS);
        }
        underWay++;
    }

    synchronized void end() {
        underWay--;
        notifyAll();
    }

    /** Each comes to its end, well or not: none is waited for longer than the patience with destinations lasts. */
    synchronized void awaitAll() {
        while (underWay > 0) {
            await(0);
        }
    }

    private void await(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.camelback(Reason.INTERRUPTED, "interrupted while batches were stored").cause(e);
        }
    }
}
