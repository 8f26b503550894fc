package io.camelback.archive;

import io.camelback.failure.Failure;

/** Gets at the file of a batch, when its turn comes. */
@FunctionalInterface
public interface BatchOpener {

    /** @throws Failure if there is no getting at it */
    RangeReader open(Batch batch);
}
