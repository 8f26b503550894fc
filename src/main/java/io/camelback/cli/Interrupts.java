package io.camelback.cli;

import io.camelback.job.StopSignal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Turns SIGINT and SIGTERM into a clean end: the work is told to stop, gets some time to clear up, and then the process ends. */
final class Interrupts implements AutoCloseable {

    private static final long SECONDS_TO_CLEAR_UP = 25;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private Interrupts(StopSignal stop, int exitCode) {
        hook = new Thread(() -> {
            stop.stop();
            try {
                done.await(SECONDS_TO_CLEAR_UP, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(exitCode);
        }, "stop");
    }

    static Interrupts on(StopSignal stop, int exitCode) {
        Interrupts interrupts = new Interrupts(stop, exitCode);
        Runtime.getRuntime().addShutdownHook(interrupts.hook);
        return interrupts;
    }

    /** The work has ended. */
    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending already, and the hook waits for this
        }
    }
}
