package io.camelback.backup;

import io.camelback.archive.Batch;
import java.nio.file.Path;

/** A batch that is closed and on its way to the destinations. Its file has room in the staging directory until it is there. */
record FullBatch(Run run, Path file, Batch batch) {
}
