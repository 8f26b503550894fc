package io.camelback.config;

import io.camelback.couchdb.Access;
import io.camelback.couchdb.DatabaseUrl;
import java.util.Optional;

/**
 * What is done to make sure of a task's archives, by its runs and by the service.
 *
 * @param afterRun whether a run reads back what it stored, before it commits it
 * @param schedule when it reads what is stored
 * @param sample how much of it then
 * @param restores when it restores into a database made for it, and looks whether all is there
 * @param server where that database is made; the source's if empty
 * @param access to that server; what isn't given is the task's if it is the source's
 */
public record Verification(boolean afterRun, Optional<Schedule> schedule, Sample sample, Optional<Schedule> restores, Optional<DatabaseUrl> server,
        Access access) {

    public static final Verification NONE = new Verification(false, Optional.empty(), Sample.ALL, Optional.empty(), Optional.empty(), Access.OPEN);
}
