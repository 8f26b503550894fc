package io.camelback.catalog;

import io.camelback.archive.ArchiveName;
import java.util.List;

/**
 * Files in an archive's folder that has no manifest: an upload that is under way or died, or a removal that did not come to its end.
 *
 * @param keys sorted
 * @param bytes size of all of them
 */
public record Leftover(ArchiveName name, List<String> keys, long bytes) {
}
