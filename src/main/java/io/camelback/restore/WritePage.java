package io.camelback.restore;

import io.camelback.archive.Entry;
import java.util.List;

/** Documents that are written together. */
record WritePage(Restoration restoration, List<Entry> entries) {
}
