package io.camelback.verify;

import java.time.Instant;
import java.util.List;

/**
 * How a test restore went.
 *
 * @param database that was made for it, and is gone again
 * @param compared leaf revisions that were read back and compared, byte for byte
 * @param differences ids of documents that came back otherwise than the archives have them
 * @param refused what the server did not take, and why
 * @param removed databases that earlier test restores had left
 */
public record TestRestoreResult(String task, Instant point, String database, long documents, long deleted, long revisions, long compared,
        List<String> differences, List<String> refused, List<String> removed, double seconds) {

    public boolean isWell() {
        return differences.isEmpty() && refused.isEmpty();
    }
}
