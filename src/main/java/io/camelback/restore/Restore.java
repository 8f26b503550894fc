package io.camelback.restore;

import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chain;
import io.camelback.catalog.ChainReader;
import io.camelback.config.Config;
import io.camelback.config.TaskConfig;
import io.camelback.couchdb.BulkDocs;
import io.camelback.couchdb.CouchDb;
import io.camelback.couchdb.CouchDbs;
import io.camelback.couchdb.Database;
import io.camelback.couchdb.DatabaseInfo;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Body;

/** The bean {@code restore}: the steps of restoring a database; the route tells their order. */
public final class Restore {

    private final Config config;
    private final CouchDbs couchDbs;
    private final Function<String, Destination> destinations;
    private final StopSignal stop;

    /**
     * @param destinations by name
     */
    public Restore(Config config, CouchDbs couchDbs, Function<String, Destination> destinations, StopSignal stop) {
        this.config = config;
        this.couchDbs = couchDbs;
        this.destinations = destinations;
        this.stop = stop;
    }

    /** The task whose destinations are to be asked what they hold. */
    public TaskConfig task(@Body RestoreRequest request) {
        return config.task(request.task());
    }

    /** Chooses the restore point, and makes sure of the target before anything is fetched. */
    public Restoration open(RestoreRequest request, Catalog catalog) {
        Chain chain = catalog.orFail().at(request.at());
        TaskConfig task = config.task(request.task());
        CouchDb couch = couchDbs.connect("restore-" + UUID.randomUUID(), request.target(), Targets.credentials(task, request.target(),
                request.credentials()), task.parallel());
        Database target = new Database(couch);
        Optional<DatabaseInfo> there = target.findInfo();
        if (there.isPresent() && !there.get().isEmpty()) {
            throw Failure.usage("the target " + request.target() + " is not empty: it has " + there.get().documents() + " documents and "
                    + there.get().deleted() + " deleted ones").remedy("Name a new database, or an empty one");
        }
        if (there.isEmpty()) {
            target.create();
        }
        Staging staging = Staging.in(config.staging(), "restore-" + UUID.randomUUID());
        ChainReader reader = new ChainReader(chain, new BatchFiles(destinations, catalog.reachable()), staging);
        request.progress().begin("restoring", chain.archives().stream().mapToLong(it -> it.manifest().counts().documents()).sum());
        return new Restoration(request, chain, reader, target, new BulkDocs(couch), staging);
    }

    /** Writes a page; what the target doesn't take is noted. */
    public void write(@Body WritePage page) {
        stop.check();
        page.restoration().wrote(page.entries(), page.restoration().writer.write(page.entries()));
    }

    /** Every page has ended: well, or the restore ends with what went wrong first. */
    public void check(@Body Restoration restoration) throws Exception {
        restoration.check();
    }

    /** Compares the target's own count with what was written: 201 alone proves nothing. */
    public RestoreResult result(@Body Restoration restoration) {
        List<BulkDocs.Refused> refused = restoration.refused();
        long living = restoration.documents() - restoration.deleted();
        DatabaseInfo info = restoration.target.info();
        if (refused.isEmpty() && (info.documents() != living || info.deleted() != restoration.deleted())) {
            throw Failure.source(Reason.FAILED, "the target " + restoration.target.url() + " has " + info.documents() + " documents and "
                    + info.deleted() + " deleted ones, where " + living + " and " + restoration.deleted() + " were written")
                    .remedy("Something else writes to it, or it lost what it had confirmed: restore again into a new database");
        }
        return new RestoreResult(restoration.request.task(), restoration.chain.point(), restoration.target.url().toString(),
                restoration.documents(), restoration.deleted(), restoration.revisions(),
                (System.nanoTime() - restoration.startNanos) / 1e9, refused);
    }

    /** Lets go of everything that a restore holds, however it ended. */
    public void close(Restoration restoration) {
        restoration.request.progress().end();
        restoration.staging.close();
    }
}
