package io.camelback.service;

import io.camelback.backup.BackupResult;
import io.camelback.catalog.ServerCatalog;
import io.camelback.catalog.ServerNotes;
import io.camelback.config.Config;
import io.camelback.config.ServerConfig;
import io.camelback.server.DatabaseOutcome;
import io.camelback.server.DatabaseOutcome.Done;
import io.camelback.server.ServerRequest;
import io.camelback.server.ServerResult;
import io.camelback.status.Status;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code serverService}: what the routes of whole servers' tasks need of Java. */
public final class ServerService {

    private static final Logger LOG = LoggerFactory.getLogger("io.camelback.tasks");

    private final Config config;
    private final Status status;

    public ServerService(Config config) {
        this.config = config;
        this.status = new Status(config.clock());
    }

    public ServerConfig task(@Body String name) {
        return config.server(name);
    }

    /** Whether a run was missed while nobody was there to do it. Destinations out of reach can't tell: the schedule will. */
    public boolean isOverdue(@Body ServerNotes notes) {
        return !notes.reachable().isEmpty() && status.isOverdue(task(notes.task()), notes);
    }

    /** Whether a full backup was missed. Destinations out of reach can't tell: the schedule will. */
    public boolean isFullOverdue(@Body ServerNotes notes) {
        return !notes.reachable().isEmpty() && status.isFullOverdue(task(notes.task()), notes);
    }

    public ServerRequest request(@Body String task) {
        return new ServerRequest(task, false);
    }

    public ServerRequest fullRequest(@Body String task) {
        return new ServerRequest(task, true);
    }

    /** The tasks of the databases that had a good run, when the task wants a rollup after it. */
    public List<String> toRollUp(@Body ServerResult result) {
        if (!task(result.task()).upkeep().rollupAfterRun()) {
            return List.of();
        }
        return result.databases().values().stream().flatMap(ServerService::task).toList();
    }

    private static Stream<String> task(DatabaseOutcome<BackupResult> outcome) {
        return outcome instanceof Done<BackupResult> done ? Stream.of(done.result().task()) : Stream.empty();
    }

    /** The tasks of all databases that have archives, on the server or not. */
    public List<String> members(@Body ServerCatalog catalog) {
        catalog.failures().forEach((name, why) -> LOG.warn("task {}: {} is left out: {}", catalog.task(), name, why.getMessage()));
        return catalog.orFail().members().stream().map(ServerCatalog.Member::task).toList();
    }
}
