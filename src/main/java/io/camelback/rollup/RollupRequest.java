package io.camelback.rollup;

import io.camelback.job.Progress;

/**
 * Rolls up what is old enough, please, and brings every destination up to date.
 *
 * @param dryRun only plans
 */
public record RollupRequest(String task, boolean dryRun, Progress progress) {

    public RollupRequest(String task) {
        this(task, false, Progress.NONE);
    }
}
