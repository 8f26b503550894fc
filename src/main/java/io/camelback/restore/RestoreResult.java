package io.camelback.restore;

import io.camelback.couchdb.BulkDocs.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a restore wrote, or this one and those before it that were not finished.
 *
 * @param point the restore point that was taken
 * @param documents written, tombstones too
 * @param deleted how many of them are tombstones altogether
 * @param revisions leaf revisions written
 * @param refused what the target did not take
 * @param after the id after which it went on; empty if it began at the beginning
 * @param already whether an earlier one had done everything, and this one nothing
 */
public record RestoreResult(String task, Instant point, String target, long documents, long deleted, long revisions, double seconds,
        List<Refused> refused, Optional<String> after, boolean already) {
}
