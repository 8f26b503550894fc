package io.camelback.backup;

import io.camelback.catalog.StoredArchive;
import java.util.List;

/** Archives that a destination lacks before a run, oldest first. */
record CatchUp(Run run, String destination, List<StoredArchive> archives) {
}
