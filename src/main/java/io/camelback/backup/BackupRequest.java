package io.camelback.backup;

import io.camelback.job.Progress;

/**
 * One run, please.
 *
 * @param full reads everything and begins a new lineage, whatever is there
 */
public record BackupRequest(String task, boolean full, Progress progress) {

    public BackupRequest(String task) {
        this(task, false, Progress.NONE);
    }
}
