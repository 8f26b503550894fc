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
import io.camelback.couchdb.CouchDbs;
import io.camelback.couchdb.Database;
import io.camelback.couchdb.DatabaseInfo;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure.Reason;
import io.camelback.failure.Failure;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code restore}: the steps of restoring a database; the route tells their order. */
public final class Restore {

    /** What to do about a restore that was stopped, or lost touch with its target or the destinations. */
    public static final String GO_ON = "The same command goes on with what is left";

    private static final Logger LOG = LoggerFactory.getLogger(Restore.class);

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
        Chain newest = catalog.orFail().at(request.at());
        TaskConfig task = config.task(request.task());
        Target target = Target.connect(couchDbs, task, request.target(), request.access());
        try {
            Optional<DatabaseInfo> there = target.database.findInfo();
            Optional<RestoreNote> begun = there.filter(it -> !it.isEmpty()).map(it -> begun(request, newest.point(), target.database, it));
            Chain chain = begun.filter(it -> !it.done()).map(it -> chain(it, catalog, target.database)).orElse(newest);
            if (!chain.point().equals(newest.point())) {
                LOG.warn("going on with restore point {} in {}, which was begun before; the newest is {}", chain.point(), target.database.url(),
                        newest.point());
            }
            return restoration(request, catalog, task, target, chain, there, begun);
        } catch (RuntimeException e) {
            target.close();
            throw e;
        }
    }

    /** The note of a restore that this one is to go on with, in a target that is not empty. */
    private static RestoreNote begun(RestoreRequest request, Instant point, Database target, DatabaseInfo there) {
        RestoreNote note = RestoreNote.in(target).filter(it -> !it.done() || request.part())
                .orElseThrow(() -> Failure.usage("the target " + target.url() + " is not empty: it has " + there.documents() + " documents and "
                        + there.deleted() + " deleted ones").remedy("Name a new database, or an empty one"));
        if (!note.isOf(request, point)) {
            throw note.another(target);
        }
        return note;
    }

    /** There may be other archives now that lead to the same point. */
    private static Chain chain(RestoreNote begun, Catalog catalog, Database target) {
        Chain chain = catalog.at(Optional.of(begun.point()));
        if (!begun.isReachedBy(chain)) {
            throw Failure.usage("the target " + target.url() + " has a part of restore point " + begun.point() + " of task " + begun.task()
                    + ", which no destination within reach has any more").remedy("Restore another point into a new database");
        }
        return chain;
    }

    private Restoration restoration(RestoreRequest request, Catalog catalog, TaskConfig task, Target target, Chain chain,
            Optional<DatabaseInfo> there, Optional<RestoreNote> begun) {
        RestoreNote note = begun.orElseGet(() -> RestoreNote.of(request, chain));
        Optional<DatabaseSettings> settings = request.settings() ? Optional.ofNullable(chain.last().manifest().database()) : Optional.empty();
        if (!note.done()) {
            makeReady(target.database, there, settings);
        }
        Staging staging = Staging.in(config.staging(), "restore-" + UUID.randomUUID());
        PointReader reader = new PointReader(chain, catalog.reachable(), destinations, staging, () -> survey.apply(task));
        request.progress().begin("restoring", request.only().isAll()
                ? chain.archives().stream().mapToLong(it -> it.manifest().counts().documents()).sum() : -1);
        request.progress().step(note.written().documents(), 0);
        AttachmentFiles attachments = new AttachmentFiles(destinations, catalog.reachable(), task.name(), staging);
        Restoration restoration = new Restoration(request, note, reader, target, staging, attachments, settings, task.parallel());
        if (restoration.isUnfinished()) {
            settings.ifPresent(it -> prepare(restoration, it, chain.last(), new BatchFiles(destinations, catalog.reachable())));
            restoration.otherTombstones = !note.isMadeFrom(chain);
            note.put(target.database);
        }
        return restoration;
    }

    /** What has to be there before the documents: the limit by which their history is cut when it arrives. What is small is fetched now. */
    private static void prepare(Restoration restoration, DatabaseSettings settings, StoredArchive last, BatchFiles files) {
        restoration.own = restoration.target.database.settings(() -> { });
        restoration.limit("_revs_limit", settings.revsLimit(), restoration.own.revsLimit(), restoration.target.database::setRevsLimit);
        if (settings.local() != null) {
            restoration.localDocuments = Optional.of(files.whole(last, settings.local(), restoration.staging));
        }
    }

    private static void makeReady(Database target, Optional<DatabaseInfo> there, Optional<DatabaseSettings> settings) {
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
                restoration.wrote(page, restoration.write(page.entries()));
            }
        } finally {
            restoration.endPage();
        }
    }

    /** Every page has ended: well, or the restore ends with what went wrong first. */
    public void check(@Body Restoration restoration) throws Exception {
        try {
            restoration.check();
        } catch (Failure e) {
            throw e.reason() == Reason.INTERRUPTED || e.reason() == Reason.UNREACHABLE ? e.remedy(GO_ON) : e;
        }
    }

    /** Compares the target's own count with what was written: 201 alone proves nothing. */
    public void compare(@Body Restoration restoration) {
        Database target = restoration.target.database;
        Written written = restoration.written();
        long living = written.documents() - written.deleted();
        DatabaseInfo info = target.info();
        boolean same = info.documents() == living && (info.deleted() == written.deleted()
                || restoration.otherTombstones && info.deleted() > written.deleted());
        if (written.refused().isEmpty() && !same) {
            throw Failure.source(Reason.FAILED, "the target " + target.url() + " has " + info.documents() + " documents and "
                    + info.deleted() + " deleted ones, where " + living + " and " + written.deleted() + " were written")
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

    /** Nothing is left to do: the target need not tell any more what was. */
    public void finish(@Body Restoration restoration) {
        Database target = restoration.target.database;
        if (restoration.request.part()) {
            restoration.note.asDone(restoration.written()).put(target);
        } else {
            removeNote(target);
        }
    }

    /** The larger thing is done, of which a restore was a part. What stays of it, if that can't be removed, is in nobody's way. */
    public void forget(@Body RestoreRequest request) {
        try (Target target = Target.connect(couchDbs, config.task(request.task()), request.target(), request.access())) {
            removeNote(target.database);
        } catch (Failure e) {
            LOG.warn("a note of the restore stays in {}: {}", request.target(), e.getMessage());
        }
    }

    /** Who restored may be shut out by now. */
    private static void removeNote(Database target) {
        try {
            RestoreNote.remove(target);
        } catch (Failure e) {
            if (e.reason() != Reason.DENIED) {
                throw e;
            }
            LOG.info("a note of the restore stays in {}: {}", target.url(), e.getMessage());
        }
    }

    public RestoreResult result(@Body Restoration restoration) {
        Written written = restoration.written();
        RestoreNote note = restoration.note;
        return new RestoreResult(restoration.request.task(), note.point(), restoration.target.database.url().toString(),
                written.documents(), written.deleted(), written.revisions(), (System.nanoTime() - restoration.startNanos) / 1e9,
                restoration.refused(), note.done() ? Optional.empty() : note.written().after(), note.done());
    }

    /** Lets go of everything that a restore holds, however it ended. */
    public void close(Restoration restoration) {
        try {
            restoration.request.progress().end();
            if (stop.isStopped()) {
                restoration.noteLast();
            }
            restoration.staging.close();
        } finally {
            restoration.target.close();
        }
    }
}
