package io.camelback.job;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;

/** Told once that the process is to end; whatever takes long asks it now and then, and ends with nothing half done. */
public final class StopSignal {

    private volatile boolean stopped;

    public void stop() {
        stopped = true;
    }

    public boolean isStopped() {
        return stopped;
    }

    /** @throws Failure INTERRUPTED once the process is to end */
    public void check() {
        if (stopped) {
            throw Failure.camelback(Reason.INTERRUPTED, "stopped before it was done");
        }
    }
}
