package io.camelback.server;

import io.camelback.backup.BackupResult;
import io.camelback.failure.Failure;
import java.util.Map;

/**
 * What a run of a whole server's task did.
 *
 * @param databases those that were looked at, by their plain names
 * @param idle how many were as they had been before the last run
 * @param destinations why a destination could not be read, or has no note of this run
 */
public record ServerResult(String task, Map<String, DatabaseOutcome<BackupResult>> databases, int idle, Map<String, Failure> destinations,
        double seconds) {

    /** How many databases there are that are to be backed up. */
    public int all() {
        return databases.size() + idle;
    }
}
