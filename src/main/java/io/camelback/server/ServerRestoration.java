package io.camelback.server;

import io.camelback.catalog.ServerCatalog;
import io.camelback.config.ServerConfig;
import io.camelback.job.StopSignal;
import io.camelback.restore.RestoreResult;

/** A restore of a whole server under way: what the route passes along. */
final class ServerRestoration extends ServerJob<RestoreResult> {

    final ServerRestoreRequest request;
    final ServerCatalog catalog;

    ServerRestoration(ServerConfig task, ServerRestoreRequest request, ServerCatalog catalog, StopSignal stop) {
        super(task, stop);
        this.request = request;
        this.catalog = catalog;
    }
}
