package io.camelback.server;

import io.camelback.backup.BackupResult;
import io.camelback.catalog.ServerNote.Noted;
import io.camelback.catalog.ServerNotes;
import io.camelback.config.ServerConfig;
import io.camelback.couchdb.DatabaseState;
import io.camelback.failure.Failure;
import io.camelback.job.Hold;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import io.camelback.server.DatabaseOutcome.Done;
import io.camelback.server.DatabaseOutcome.Failed;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One run of a whole server's task under way: what the route passes along. The fields are set once by the step that finds them out. */
final class ServerRun extends ServerJob<BackupResult> {

    final ServerRequest request;
    /** Held until the run ends. */
    final List<Hold> holds;
    final Instant start;
    /** Destinations that could not be read, or have no note of this run. */
    final Map<String, Failure> lost = new LinkedHashMap<>();

    ServerNotes notes;
    /** All that are to be backed up, as the listing had them. */
    Map<String, DatabaseState> listed = Map.of();
    /** For the note; null until there is one to be stored. */
    Staging staging;

    ServerRun(ServerConfig task, ServerRequest request, StopSignal stop, List<Hold> holds, Instant start) {
        super(task, stop);
        this.request = request;
        this.holds = holds;
        this.start = start;
    }

    /** Whether other runs went on meanwhile. For the route. */
    public boolean isFull() {
        return request.full();
    }

    /** What the next run is to know of each database. Of one that was deleted meanwhile there is nothing to know. */
    Map<String, Noted> noted() {
        Map<String, DatabaseOutcome<BackupResult>> ended = outcomes();
        Map<String, Noted> noted = new TreeMap<>();
        listed.forEach((name, state) -> {
            DatabaseOutcome<BackupResult> outcome = ended.get(name);
            if (outcome == null) {
                noted.put(name, Noted.complete(state));
            } else if (outcome instanceof Failed<BackupResult> failed) {
                noted.put(name, Noted.failed(failed.why().getMessage(), notes.newest().flatMap(it -> it.lastGood(name))));
            } else if (outcome instanceof Done<BackupResult> done) {
                noted.put(name, done.result().complete() ? Noted.complete(state) : Noted.partly());
            }
        });
        return noted;
    }
}
