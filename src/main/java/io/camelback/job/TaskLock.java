package io.camelback.job;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps two runs of one task apart, or two rollups, in this process and among those that share its staging directory. The operating
 * system lets go of it when the process dies, however it dies.
 */
public final class TaskLock implements Hold {

    private static final long LOOK_MILLIS = 200;

    private final HeldFile file;

    private TaskLock(HeldFile file) {
        this.file = file;
    }

    /** @throws Failure BUSY at once when another run holds it */
    public static TaskLock ofRun(Path staging, String task) {
        return take(staging, task, "a run of task " + task);
    }

    /**
     * A full backup may take hours; runs go on meanwhile.
     *
     * @throws Failure BUSY at once when another full backup holds it
     */
    public static TaskLock ofFullBackup(Path staging, String task) {
        return take(staging, task + ".full", "a full backup of task " + task);
    }

    /** Waits for the end of a run that is under way. */
    public static TaskLock afterRun(Path staging, String task, StopSignal stop) {
        while (true) {
            stop.check();
            try {
                return ofRun(staging, task);
            } catch (Failure e) {
                if (e.reason() != Reason.BUSY) {
                    throw e;
                }
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                throw Failure.camelback(Reason.INTERRUPTED, "interrupted while a run of task " + task + " was under way").cause(e);
            }
        }
    }

    /**
     * Rollups and cleanups go on beside runs: they add archives, and remove those that no run needs.
     *
     * @throws Failure BUSY at once when another rollup or cleanup holds it
     */
    public static TaskLock ofRollup(Path staging, String task) {
        return take(staging, task + ".rollup", "a rollup or cleanup of task " + task);
    }

    /** @throws Failure BUSY at once when another test restore holds it */
    public static TaskLock ofTestRestore(Path staging, String task) {
        return take(staging, task + ".test-restore", "a test restore of task " + task);
    }

    /** Whether a run or a full backup of the task is under way just now. */
    public static boolean isRunning(Path staging, String task) {
        try {
            ofRun(staging, task).close();
            ofFullBackup(staging, task).close();
            return false;
        } catch (Failure e) {
            if (e.reason() == Reason.BUSY) {
                return true;
            }
            throw e;
        }
    }

    private static TaskLock take(Path staging, String name, String holder) {
        Path file = staging.resolve(Staging.fileName(name) + ".lock");
        try {
            Files.createDirectories(staging);
            return new TaskLock(HeldFile.take(file).orElseThrow(() -> Failure.camelback(Reason.BUSY, holder + " is under way already")
                    .remedy("Wait for its end; " + file + " is locked by it")));
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the staging directory " + staging + " can't be used: " + e)
                    .remedy("Check its permissions, or name another with camelback.staging.directory").cause(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "a lock can't be released: " + e.getMessage()).cause(e);
        }
    }
}
