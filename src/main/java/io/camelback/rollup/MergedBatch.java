package io.camelback.rollup;

import io.camelback.archive.Batch;
import io.camelback.job.Space;
import java.nio.file.Path;

/**
 * A full batch of a rollup, on its way to the destinations.
 *
 * @param file in the staging directory
 * @param room that the file takes there
 */
record MergedBatch(Merging merging, Batch batch, Path file, Space.Room room) {
}
