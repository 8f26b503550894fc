package io.camelback.cleanup;

import io.camelback.job.Progress;

/**
 * Removes what is no longer needed, please.
 *
 * @param dryRun only plans
 */
public record CleanupRequest(String task, boolean dryRun, Progress progress) {

    public CleanupRequest(String task) {
        this(task, false, Progress.NONE);
    }
}
