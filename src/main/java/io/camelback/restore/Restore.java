package io.camelback.restore;

import io.camelback.archive.Batch;
import io.camelback.archive.BatchReader;
import io.camelback.archive.DatabaseSettings;
import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import io.camelback.archive.RangeReader;
import io.camelback.catalog.AttachmentFiles;
import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chain;
import io.camelback.catalog.PointReader;
import io.camelback.catalog.StoredArchive;
import io.camelback.config.Config;
import io.camelback.config.TaskConfig;
import io.camelback.couchdb.BulkDocs;
import io.camelback.couchdb.CouchDbs;
import io.camelback.couchdb.Database;
import io.camelback.couchdb.DatabaseInfo;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure.Reason;
import io.camelback.failure.Failure;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import java.nio.file.Path;
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
            Optional<DatabaseSettings> settings = request.settings() ? Optional.ofNullable(chain.last().manifest().database()) : Optional.empty();
            makeReady(target.database, settings);
            Staging staging = Staging.in(config.staging(), "restore-" + UUID.randomUUID());
            PointReader reader = new PointReader(chain, catalog.reachable(), destinations, staging, () -> survey.apply(task));
            request.progress().begin("restoring", request.only().isAll()
                    ? chain.archives().stream().mapToLong(it -> it.manifest().counts().documents()).sum() : -1);
            AttachmentFiles attachments = new AttachmentFiles(destinations, catalog.reachable(), task.name(), staging);
            Restoration restoration = new Restoration(request, chain.point(), reader, target, staging, attachments, settings, task.parallel());
            settings.ifPresent(it -> prepare(restoration, it, chain.last(), new BatchFiles(destinations, catalog.reachable())));
            return restoration;
        } catch (RuntimeException e) {
            target.close();
            throw e;
        }
    }

    /** What has to be there before the documents: the limit by which their history is cut when it arrives. What is small is fetched now. */
    private static void prepare(Restoration restoration, DatabaseSettings settings, StoredArchive last, BatchFiles files) {
        restoration.own = restoration.target.database.settings(() -> { });
        restoration.limit("_revs_limit", settings.revsLimit(), restoration.own.revsLimit(), restoration.target.database::setRevsLimit);
        if (settings.local() != null) {
            restoration.localDocuments = Optional.of(files.whole(last, settings.local(), restoration.staging));
        }
    }

    private static void makeReady(Database target, Optional<DatabaseSettings> settings) {
        Optional<DatabaseInfo> there = target.findInfo();
        if (there.isPresent() && !there.get().isEmpty()) {
            throw Failure.usage("the target " + target.url() + " is not empty: it has " + there.get().documents() + " documents and "
                    + there.get().deleted() + " deleted ones").remedy("Name a new database, or an empty one");
        }
        boolean partitioned = settings.map(DatabaseSettings::partitioned).orElse(false);
        if (there.isEmpty()) {
            target.create(partitioned);
        } else if (partitioned && !there.get().partitioned()) {
            throw Failure.usage("the target " + target.url() + " is not partitioned, and the database that was backed up is")
                    .remedy("Name a new database, or add --without-settings");
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
    public void compare(@Body Restoration restoration) {
        Database target = restoration.target.database;
        long living = restoration.documents() - restoration.deleted();
        DatabaseInfo info = target.info();
        if (restoration.refused().isEmpty() && (info.documents() != living || info.deleted() != restoration.deleted())) {
            throw Failure.source(Reason.FAILED, "the target " + target.url() + " has " + info.documents() + " documents and "
                    + info.deleted() + " deleted ones, where " + living + " and " + restoration.deleted() + " were written")
                    .remedy("Something else writes to it, or it lost what it had confirmed: restore again into a new database");
        }
    }

    /** What the database is beside its documents. Last who may read and write it: that may be nobody who is asked here. */
    public void settings(@Body Restoration restoration) {
        Database target = restoration.target.database;
        restoration.settings.ifPresent(it -> {
            restoration.localDocuments.ifPresent(file -> writeLocal(restoration, it.local(), file));
            restoration.limit("_purged_infos_limit", it.purgedInfosLimit(), restoration.own.purgedInfosLimit(), target::setPurgedInfosLimit);
            restoration.setting("_security", it.security(), restoration.own.security(), target::setSecurity);
        });
    }

    private static void writeLocal(Restoration restoration, Batch batch, Path file) {
        try (BatchReader reader = new BatchReader(RangeReader.of(file), batch, file.toString()); EntryCursor entries = reader.cursor(null, null)) {
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                Entry document = entry;
                restoration.target.localDocuments.write(document).ifPresent(why -> restoration.refused(document.idText(), why));
            }
        }
    }

    public RestoreResult result(@Body Restoration restoration) {
        return new RestoreResult(restoration.request.task(), restoration.point, restoration.target.database.url().toString(),
                restoration.documents(), restoration.deleted(), restoration.revisions(), (System.nanoTime() - restoration.startNanos) / 1e9,
                restoration.refused());
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
