package io.camelback.rollup;

import io.camelback.catalog.StoredArchive;
import java.util.List;

/** Archives that a destination lacks of what is kept, oldest first. */
record CatchUp(RollupJob job, String destination, List<StoredArchive> archives) {
}
