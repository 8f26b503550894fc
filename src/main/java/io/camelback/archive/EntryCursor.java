package io.camelback.archive;

import io.camelback.failure.Failure;
import java.io.Closeable;

/** Entries one after another, ids strictly ascending in {@link DocumentIds#ORDER}. For one thread at a time. */
public interface EntryCursor extends Closeable {

    /**
     * The next entry, or null when there are no more.
     *
     * @throws Failure damaged if what is stored is not what it should be; any other if it can't be read. There is nothing to be done
     *     with the cursor then but to close it
     */
    Entry next();

    /** Lets go of what is held; may be called more than once. */
    @Override
    void close();
}
