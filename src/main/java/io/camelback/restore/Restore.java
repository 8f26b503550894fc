package io.camelback.restore;

import io.camelback.catalog.AttachmentFiles;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chain;
import io.camelback.catalog.PointReader;
import io.camelback.config.Config;
import io.camelback.config.TaskConfig;
import io.camelback.couchdb.BulkDocs;
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
    private final Function<TaskConfig, Catalog> survey;
    private final StopSignal stop;

    /**
     * @param destinations by name
     * @param survey asks a task's destinations what they hold
     */
    public Restore(Config config, CouchDbs couchDbs, Function<String, Destination> destinations, Function<TaskConfig, Catalog> survey,
            StopSignal stop) {
        this.config = config;
        this.couchDbs = couchDbs;
        this.destinations = destinations;
        this.survey = survey;
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
        Target target = Target.connect(couchDbs, task, request.target(), request.access());
        try {
            makeReady(target.database);
            Staging staging = Staging.in(config.staging(), "restore-" + UUID.randomUUID());
            PointReader reader = new PointReader(chain, catalog.reachable(), destinations, staging, () -> survey.apply(task));
            request.progress().begin("restoring", request.only().isAll()
                    ? chain.archives().stream().mapToLong(it -> it.manifest().counts().documents()).sum() : -1);
            AttachmentFiles attachments = new AttachmentFiles(destinations, catalog.reachable(), task.name(), staging);
            return new Restoration(request, chain.point(), reader, target, staging, attachments, task.parallel());
        } catch (RuntimeException e) {
            target.close();
            throw e;
        }
    }

    private static void makeReady(Database target) {
        Optional<DatabaseInfo> there = target.findInfo();
        if (there.isPresent() && !there.get().isEmpty()) {
            throw Failure.usage("the target " + target.url() + " is not empty: it has " + there.get().documents() + " documents and "
                    + there.get().deleted() + " deleted ones").remedy("Name a new database, or an empty one");
        }
        if (there.isEmpty()) {
            target.create();
        }
    }

    /** Writes a page, unless another one has failed; what the target doesn't take is noted. */
    public void write(@Body WritePage page) {
        Restoration restoration = page.restoration();
        try {
            stop.check();
            if (!restoration.isFailed()) {
                restoration.wrote(page.entries(), restoration.write(page.entries()));
            }
        } finally {
            restoration.endPage();
        }
    }

    /** Every page has ended: well, or the restore ends with what went wrong first. */
    public void check(@Body Restoration restoration) throws Exception {
        restoration.check();
    }

    /** Compares the target's own count with what was written: 201 alone proves nothing. */
    public RestoreResult result(@Body Restoration restoration) {
        List<BulkDocs.Refused> refused = restoration.refused();
        Database target = restoration.target.database;
        long living = restoration.documents() - restoration.deleted();
        DatabaseInfo info = target.info();
        if (refused.isEmpty() && (info.documents() != living || info.deleted() != restoration.deleted())) {
            throw Failure.source(Reason.FAILED, "the target " + target.url() + " has " + info.documents() + " documents and "
                    + info.deleted() + " deleted ones, where " + living + " and " + restoration.deleted() + " were written")
                    .remedy("Something else writes to it, or it lost what it had confirmed: restore again into a new database");
        }
        return new RestoreResult(restoration.request.task(), restoration.point, target.url().toString(), restoration.documents(),
                restoration.deleted(), restoration.revisions(), (System.nanoTime() - restoration.startNanos) / 1e9, refused);
    }

    /** Lets go of everything that a restore holds, however it ended. */
    public void close(Restoration restoration) {
        try {
            restoration.request.progress().end();
            restoration.staging.close();
        } finally {
            restoration.target.close();
        }
    }
}
