package io.camelback.catalog;

import io.camelback.archive.ArchiveName;
import java.util.List;

/**
 * Files in an archive's folder that belong to no archive: where there is no manifest, those of an upload that is under way or died, or of a
 * removal that did not come to its end; else those that the manifest doesn't name, which an earlier attempt left.
 *
 * @param keys sorted
 * @param bytes size of all of them
 */
public record Leftover(ArchiveName name, List<String> keys, long bytes) {

    /** Whether another run may want to go on with what is there. */
    public boolean isUnfinished() {
        return keys.contains(name.key(ArchiveName.UNFINISHED));
    }
}
