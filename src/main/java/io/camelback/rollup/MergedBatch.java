package io.camelback.rollup;

import io.camelback.archive.Batch;
import java.nio.file.Path;

/**
 * A full batch of a rollup, on its way to the destinations.
 *
 * @param file in the staging directory
 */
record MergedBatch(Merging merging, Batch batch, Path file) {
}
