package io.camelback.verify;

import io.camelback.couchdb.Access;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.job.Progress;
import java.time.Instant;
import java.util.Optional;

/**
 * A restore into a database that is made for it and goes afterwards, please.
 *
 * @param server where that is made; the source's if empty
 * @param access to the server; what isn't given is the task's if it is the source's server
 * @param at the last restore point not later than this; the newest if empty
 */
public record TestRestoreRequest(String task, Optional<DatabaseUrl> server, Access access, Optional<Instant> at, Progress progress) {
}
