package io.camelback.verify;

import io.camelback.config.Sample;
import io.camelback.job.Progress;
import java.util.Optional;

/**
 * Reads what a task's destinations hold and makes sure of it, please.
 *
 * @param destination the only one to be verified; all of the task's if empty
 * @param sample how many of each archive's batches, and of the attachments, are read
 */
public record VerifyRequest(String task, Optional<String> destination, Sample sample, Progress progress) {

    public VerifyRequest(String task, Sample sample) {
        this(task, Optional.empty(), sample, Progress.NONE);
    }
}
