package io.camelback.restore;

import io.camelback.couchdb.BulkDocs.Refused;
import java.time.Instant;
import java.util.List;

/**
 * What a restore wrote.
 *
 * @param point the restore point that was taken
 * @param documents written, tombstones too
 * @param deleted how many of them are tombstones altogether
 * @param revisions leaf revisions written
 * @param refused what the target did not take
 */
public record RestoreResult(String task, Instant point, String target, long documents, long deleted, long revisions, double seconds,
        List<Refused> refused) {
}
