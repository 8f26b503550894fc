package io.camelback.archive;

import io.camelback.failure.Failure;

/** The one wording of damage that was found. */
final class Damage {

    private Damage() {
    }

    /** @param where the file, as the caller names it */
    static Failure at(String where, String what) {
        return Failure.damaged(where + " is damaged: " + what);
    }
}
