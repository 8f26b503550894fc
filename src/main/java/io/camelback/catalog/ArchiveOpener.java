package io.camelback.catalog;

import io.camelback.archive.Batch;
import io.camelback.archive.RangeReader;

/** Gets at the batches of archives, when their turn comes. */
@FunctionalInterface
public interface ArchiveOpener {

    /**
     * @return the whole file, its SHA-256 checked; to be closed
     * @throws io.camelback.failure.Failure if no intact copy of it can be read
     */
    RangeReader open(StoredArchive archive, Batch batch);
}
