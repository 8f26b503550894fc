package io.camelback.sync;

import io.camelback.job.Progress;

/**
 * Brings all destinations of a task to the same content, please.
 *
 * @param dryRun only looks
 */
public record SyncRequest(String task, boolean dryRun, Progress progress) {

    public SyncRequest(String task) {
        this(task, false, Progress.NONE);
    }
}
