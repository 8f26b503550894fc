package io.camelback.restore;

import io.camelback.couchdb.Credentials;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.job.Progress;
import java.time.Instant;
import java.util.Optional;

/**
 * A whole database, please.
 *
 * @param target a database that isn't there yet, or is empty
 * @param credentials for the target; if there are none and it is on the source's server, the task's are used
 * @param settings whether the database gets its settings too, and its {@code _local} documents if these were kept
 * @param at the last restore point not later than this; the newest if empty
 */
public record RestoreRequest(String task, DatabaseUrl target, Optional<Credentials> credentials, Optional<Instant> at,
        boolean settings, Progress progress) {
}
