package io.camelback.job;

/**
 * The staging directory's room, shared by all runs and rollups of the process. Batches and large attachments have one half each: a run
 * fetches the attachments of a batch while it has the batch at hand, and would wait for itself.
 */
public record StagingSpace(Space batches, Space attachments) {

    public static StagingSpace of(long bytes) {
        return new StagingSpace(new Space(bytes / 2), new Space(bytes / 2));
    }
}
