package io.camelback.backup;

import io.camelback.couchdb.Source;
import java.util.function.Supplier;

/**
 * A chunk that was listed ahead of its time, or why that went wrong: one of the two is null.
 */
record Listing(Source.Chunk chunk, RuntimeException failure) {

    static Listing of(Supplier<Source.Chunk> list) {
        try {
            return new Listing(list.get(), null);
        } catch (RuntimeException e) {
            return new Listing(null, e);
        }
    }

    /** At its time. */
    Source.Chunk get() {
        if (failure != null) {
            throw failure;
        }
        return chunk;
    }
}
