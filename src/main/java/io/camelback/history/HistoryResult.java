package io.camelback.history;

import io.camelback.catalog.StoredArchive;
import io.camelback.failure.Failure;
import java.util.List;
import java.util.Map;

/**
 * Where a document is.
 *
 * @param archives how many were looked through, those that couldn't be read included
 * @param versions one for each archive that has an entry for it, by their ends
 * @param unreadable archives of which nobody can say whether they have one, by their ends
 * @param damaged manifests of archives that may have it too, each told by what is wrong with it
 * @param unreachable destinations that were left out, and why
 */
public record HistoryResult(String task, String id, int archives, List<Version> versions, List<Unreadable> unreadable,
        List<Failure> damaged, Map<String, Failure> unreachable) {

    /**
     * What an archive says of the document.
     *
     * @param restorable whether a chain reaches the archive: its end is a restore point
     * @param revision the winning one; null if the document is absent
     * @param absent whether it was found purged at the source
     * @param leaves how many leaf revisions it has: more than one means conflicts
     * @param difference from the version before it; null if that wasn't asked for
     */
    public record Version(StoredArchive archive, boolean restorable, String revision, boolean deleted, boolean absent, int leaves,
            Difference difference) {
    }

    /** An archive that may have the document: no destination within reach has an intact copy of what would tell. */
    public record Unreadable(StoredArchive archive, Failure why) {
    }
}
