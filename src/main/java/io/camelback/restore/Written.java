package io.camelback.restore;

import io.camelback.couchdb.BulkDocs.Refused;
import java.util.List;
import java.util.Optional;

/**
 * What of a restore point is in the target.
 *
 * @param after the last id, in the order of writing, up to which all is written; design documents come last. Empty when nothing is
 * @param documents up to there, tombstones too
 * @param deleted how many of them are tombstones altogether
 * @param revisions leaf revisions
 * @param refused what of them the target did not take
 */
record Written(Optional<String> after, long documents, long deleted, long revisions, List<Refused> refused) {

    static final Written NOTHING = new Written(Optional.empty(), 0, 0, 0, List.of());

    Written {
        refused = List.copyOf(refused);
    }
}
