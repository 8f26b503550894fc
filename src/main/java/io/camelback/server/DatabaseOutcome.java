package io.camelback.server;

import io.camelback.failure.Failure;

/** What became of one database in a job for a whole server. */
public sealed interface DatabaseOutcome<T> {

    /** It was done. */
    record Done<T>(T result) implements DatabaseOutcome<T> {
    }

    /** It failed, which doesn't touch the others. */
    record Failed<T>(Failure why) implements DatabaseOutcome<T> {
    }

    /**
     * There was nothing to do, and that is as it should be.
     *
     * @param why in a few words
     */
    record LeftOut<T>(String why) implements DatabaseOutcome<T> {
    }
}
