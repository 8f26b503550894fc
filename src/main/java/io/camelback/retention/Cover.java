package io.camelback.retention;

import io.camelback.catalog.StoredArchive;
import java.util.List;
import java.util.Optional;

/** Which link of a chain has the place of an archive beside it. */
final class Cover {

    private Cover() {
    }

    /**
     * The first link that doesn't end before the archive. Ends ascend along a lineage, whoever wrote it, so this link has all changes that
     * the archive has, or newer ones of the same documents.
     *
     * @param chain of the archive's lineage, oldest first
     */
    static Optional<StoredArchive> of(StoredArchive archive, List<StoredArchive> chain) {
        return chain.stream().filter(it -> !it.manifest().end().isBefore(archive.manifest().end())).findFirst();
    }
}
