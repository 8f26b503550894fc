package io.camelback.catalog;

import java.time.Instant;
import java.util.List;

/**
 * Archives from a baseline on, each beginning at the sequence where the one before it ends.
 *
 * @param archives oldest first, never empty
 */
public record Chain(List<StoredArchive> archives) {

    public StoredArchive last() {
        return archives.get(archives.size() - 1);
    }

    /** The restore point that this chain reaches. */
    public Instant point() {
        return last().manifest().end();
    }

    /** Size of all its files. */
    public long bytes() {
        return archives.stream().mapToLong(it -> it.manifest().counts().stored()).sum();
    }
}
