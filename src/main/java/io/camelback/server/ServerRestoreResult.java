package io.camelback.server;

import io.camelback.failure.Failure;
import io.camelback.restore.RestoreResult;
import java.util.Map;

/**
 * What a restore of a whole server wrote.
 *
 * @param databases all that have archives, by their plain names
 * @param destinations why one could not be read: what only it has is missing
 */
public record ServerRestoreResult(String task, String target, Map<String, DatabaseOutcome<RestoreResult>> databases,
        Map<String, Failure> destinations, double seconds) {
}
