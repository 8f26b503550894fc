package io.camelback.verify;

import io.camelback.archive.DatabaseSettings;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.PointReader;
import io.camelback.config.Config;
import io.camelback.config.TaskConfig;
import io.camelback.couchdb.CouchDbs;
import io.camelback.couchdb.CouchServer;
import io.camelback.couchdb.Database;
import io.camelback.couchdb.DatabaseInfo;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import io.camelback.job.TaskLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.camel.Body;
import org.apache.camel.spi.Registry;

/** The bean {@code testRestore}: what a test restore does before and after the restore itself; the route tells the order. */
public final class TestRestore {

    private final Config config;
    private final CouchDbs couchDbs;
    private final Function<String, Destination> destinations;
    private final Function<TaskConfig, Catalog> survey;
    private final StopSignal stop;
    private final RandomGenerator random = new SecureRandom();

    private TestRestore(Config config, CouchDbs couchDbs, Function<String, Destination> destinations, Function<TaskConfig, Catalog> survey,
            StopSignal stop) {
        this.config = config;
        this.couchDbs = couchDbs;
        this.destinations = destinations;
        this.survey = survey;
        this.stop = stop;
    }

    /**
     * @param destinations by name
     * @param survey asks a task's destinations what they hold
     */
    public static void bind(Registry registry, Config config, CouchDbs couchDbs, Function<String, Destination> destinations,
            Function<TaskConfig, Catalog> survey, StopSignal stop) {
        registry.bind("testRestore", new TestRestore(config, couchDbs, destinations, survey, stop));
    }

    /** From here on no other test restore of this task can begin here, so that what one has left is of one that died. */
    public TestRestoreJob open(@Body TestRestoreRequest request) {
        TaskConfig task = config.task(request.task());
        return new TestRestoreJob(task, request, couchDbs, TaskLock.ofTestRestore(config.staging(), task.name()));
    }

    public void choose(TestRestoreJob job, Catalog catalog) {
        job.catalog = catalog.orFail();
        job.chain = catalog.at(job.request.at());
    }

    /** Databases that test restores of this task have left on the server, and nothing else. */
    public void sweep(@Body TestRestoreJob job) {
        ScratchDatabase scratch = scratch(job);
        for (String name : new CouchServer(job.connect(job.server)).names()) {
            if (scratch.mayBe(name)) {
                Database database = new Database(job.connect(job.server.database(name)));
                if (scratch.isLeft(database, config.clock().instant())) {
                    database.drop();
                    job.removed.add(name);
                }
            }
        }
    }

    /** Made and marked, and shown to nobody else, before a document goes into it. */
    public void make(@Body TestRestoreJob job) {
        ScratchDatabase scratch = scratch(job);
        Database database = new Database(job.connect(job.server.database(scratch.draw(random))));
        if (database.findInfo().isPresent()) {
            throw Failure.source(Reason.REFUSED, "there is a database " + database.url() + " already").remedy("Try again: each time the name is another");
        }
        Optional<DatabaseSettings> settings = Optional.ofNullable(job.chain.last().manifest().database());
        database.create(settings.map(DatabaseSettings::partitioned).orElse(false));
        job.made = Optional.of(database);
        scratch.mark(database, config.clock().instant());
        ScratchDatabase.hide(database);
        settings.map(DatabaseSettings::revsLimit).ifPresent(database::setRevsLimit);
    }

    private ScratchDatabase scratch(TestRestoreJob job) {
        return new ScratchDatabase(job.task.name(), installation());
    }

    /** By what name those know each other who share the staging directory, and with it the lock: one that was drawn when first asked for. */
    private String installation() {
        Path file = config.staging().resolve("installation.id");
        try {
            if (Files.notExists(file)) {
                Path drawn = Files.writeString(config.staging().resolve("installation-" + UUID.randomUUID()), UUID.randomUUID().toString());
                Files.move(drawn, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the staging directory " + config.staging() + " can't be used: " + e).cause(e);
        }
    }

    /** What the server has now, against what the restore wrote and what the archives have. */
    public void compare(@Body TestRestoreJob job) {
        Instant point = job.restored.point();
        if (!point.equals(job.chain.point())) {
            throw Failure.camelback(Reason.FAILED, "restore point " + job.chain.point() + " went while it was tried, and " + point + " came in its place")
                    .remedy("Try again");
        }
        DatabaseInfo info = job.made.orElseThrow().info();
        long living = job.restored.documents() - job.restored.deleted();
        if (job.restored.refused().isEmpty() && (info.documents() != living || info.deleted() != job.restored.deleted())) {
            throw Failure.source(Reason.FAILED, job.database() + " has " + info.documents() + " documents and " + info.deleted() + " deleted ones, where "
                    + living + " and " + job.restored.deleted() + " were restored");
        }
        try (Staging staging = Staging.in(config.staging(), "test-restore-" + UUID.randomUUID())) {
            PointReader reader = new PointReader(job.chain, job.catalog.reachable(), destinations, staging, () -> survey.apply(job.task));
            job.sampled = new SampledDocuments(job.chain, reader, job.connect(job.database()), stop, random).compare(job.restored.revisions());
        }
    }

    /** However it ended: the database goes. One that doesn't is found by the next test restore. */
    public void close(TestRestoreJob job) {
        try {
            job.made.ifPresent(Database::drop);
        } catch (Failure e) {
            job.notDropped = Optional.of(e.remedy("The database " + job.database() + " is left there; the next test restore removes it"));
        } finally {
            job.disconnect();
            job.lock.close();
        }
    }

    public TestRestoreResult result(@Body TestRestoreJob job) {
        return job.result();
    }
}
