package io.camelback.restore;

import io.camelback.archive.Entry;
import java.util.List;

/**
 * Documents that are written together.
 *
 * @param number of the page, in the order of writing
 */
record WritePage(Restoration restoration, long number, List<Entry> entries) {
}
