package io.camelback.server;

import io.camelback.couchdb.Access;
import io.camelback.couchdb.DatabaseUrl;
import java.time.Instant;
import java.util.Optional;

/**
 * All databases of a whole server, please, each under its own name.
 *
 * @param target the server they go to
 * @param access to it; what isn't given is the task's if it is the source's server
 * @param settings whether databases get their settings too
 * @param at of each database the last restore point not later than this; the newest if empty
 */
public record ServerRestoreRequest(String task, DatabaseUrl target, Access access, Optional<Instant> at,
        boolean settings) {
}
