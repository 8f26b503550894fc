package io.camelback.job;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Told once that the process is to end; whatever takes long asks it now and then, and ends with nothing half done. */
public final class StopSignal {

    private final CountDownLatch stopped = new CountDownLatch(1);

    public void stop() {
        stopped.countDown();
    }

    public boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** @throws Failure INTERRUPTED once the process is to end */
    public void check() {
        if (isStopped()) {
            throw stoppedEarly();
        }
    }

    /**
     * Waits so many nanoseconds.
     *
     * @throws Failure INTERRUPTED at once when the process is to end, or this thread
     */
    public void sleep(long nanos) {
        try {
            if (stopped.await(nanos, TimeUnit.NANOSECONDS)) {
                throw stoppedEarly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stoppedEarly().cause(e);
        }
    }

    private static Failure stoppedEarly() {
        return Failure.camelback(Reason.INTERRUPTED, "stopped before it was done");
    }
}
