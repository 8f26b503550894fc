package io.camelback.restore;

import io.camelback.archive.Selection;
import io.camelback.couchdb.Access;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.job.Progress;
import java.time.Instant;
import java.util.Optional;

/**
 * A whole database, please.
 *
 * @param target a database that isn't there yet, or is empty, or has a part of just this, from a restore that was not finished
 * @param access to the target; what isn't given is the task's if it is on the source's server
 * @param settings whether the database gets its settings too, and its {@code _local} documents if these were kept
 * @param at the last restore point not later than this; the newest if empty
 * @param only these documents
 * @param part whether it is a part of something larger: then the target tells that it is done until that is {@link Restore#forget forgotten}
 */
public record RestoreRequest(String task, DatabaseUrl target, Access access, Optional<Instant> at, Selection only, boolean settings,
        Progress progress, boolean part) {

    public RestoreRequest(String task, DatabaseUrl target, Access access, Optional<Instant> at, Selection only, boolean settings,
            Progress progress) {
        this(task, target, access, at, only, settings, progress, false);
    }
}
