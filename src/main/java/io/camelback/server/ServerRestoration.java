package io.camelback.server;

import io.camelback.archive.Selection;
import io.camelback.catalog.ServerCatalog;
import io.camelback.config.ServerConfig;
import io.camelback.job.Progress;
import io.camelback.job.StopSignal;
import io.camelback.restore.RestoreRequest;
import io.camelback.restore.RestoreResult;
import io.camelback.server.DatabaseOutcome.Done;
import io.camelback.server.DatabaseOutcome.Failed;
import java.util.List;
import java.util.Map;

/** A restore of a whole server under way: what the route passes along. */
final class ServerRestoration extends ServerJob<RestoreResult> {

    final ServerRestoreRequest request;
    final ServerCatalog catalog;

    ServerRestoration(ServerConfig task, ServerRestoreRequest request, ServerCatalog catalog, StopSignal stop) {
        super(task, stop);
        this.request = request;
        this.catalog = catalog;
    }

    RestoreRequest request(String database) {
        return new RestoreRequest(task.member(database).name(), request.target().database(database), request.access(), request.at(), Selection.ALL,
                request.settings(), Progress.NONE, true);
    }

    /**
     * The restores of all databases, once each is done. Until then every one of them has to tell that it is, so that the same command
     * may be given again. For the route.
     */
    public List<RestoreRequest> getFinished() {
        Map<String, DatabaseOutcome<RestoreResult>> outcomes = outcomes();
        boolean all = outcomes.values().stream().noneMatch(it -> it instanceof Failed<RestoreResult>);
        return outcomes.entrySet().stream().filter(it -> all && it.getValue() instanceof Done<RestoreResult>).map(it -> request(it.getKey())).toList();
    }
}
