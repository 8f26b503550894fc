package io.camelback.server;

import io.camelback.couchdb.Credentials;
import io.camelback.couchdb.DatabaseUrl;
import java.time.Instant;
import java.util.Optional;

/**
 * All databases of a whole server, please, each under its own name.
 *
 * @param target the server they go to
 * @param credentials for it; if there are none and it is the source's server, the task's are used
 * @param settings whether databases get their settings too
 * @param at of each database the last restore point not later than this; the newest if empty
 */
public record ServerRestoreRequest(String task, DatabaseUrl target, Optional<Credentials> credentials, Optional<Instant> at,
        boolean settings) {
}
