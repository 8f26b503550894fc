package io.camelback.verify;

import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chain;
import io.camelback.config.TaskConfig;
import io.camelback.couchdb.Access;
import io.camelback.couchdb.CouchDb;
import io.camelback.couchdb.CouchDbs;
import io.camelback.couchdb.Database;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.failure.Failure;
import io.camelback.job.Progress;
import io.camelback.job.TaskLock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One test restore under way: what the routes pass along, and what whoever asks for the restore itself has to know. */
public final class TestRestoreJob {

    final TaskConfig task;
    final TestRestoreRequest request;
    final DatabaseUrl server;
    final Access access;
    final TaskLock lock;
    final long startNanos = System.nanoTime();

    private final CouchDbs couchDbs;
    private final String connection = "test-restore-" + UUID.randomUUID();

    Catalog catalog;
    Chain chain;
    /** Once it is made: until it is gone again nothing else matters. */
    Optional<Database> made = Optional.empty();
    Optional<Failure> notDropped = Optional.empty();
    List<String> removed = new ArrayList<>();
    Restored restored;
    Sampled sampled = new Sampled(0, List.of());

    /**
     * What the restore said that it wrote.
     *
     * @param refused what the server did not take, and why
     */
    public record Restored(Instant point, long documents, long deleted, long revisions, List<String> refused) {
    }

    /** @param differences ids of documents that came back otherwise */
    record Sampled(long compared, List<String> differences) {
    }

    TestRestoreJob(TaskConfig task, TestRestoreRequest request, CouchDbs couchDbs, TaskLock lock) {
        this.task = task;
        this.request = request;
        this.couchDbs = couchDbs;
        this.lock = lock;
        DatabaseUrl source = new DatabaseUrl(task.source().server(), "");
        this.server = request.server().orElse(source);
        this.access = server.server().equals(source.server()) ? request.access().orElse(task.access()) : request.access();
    }

    /** For the route. */
    public TaskConfig getTask() {
        return task;
    }

    public String taskName() {
        return task.name();
    }

    public DatabaseUrl database() {
        return made.orElseThrow().url();
    }

    public Access access() {
        return access;
    }

    public Instant point() {
        return chain.point();
    }

    public Progress progress() {
        return request.progress();
    }

    /** The restore has ended well. */
    public void restored(Restored what) {
        restored = what;
    }

    CouchDb connect(DatabaseUrl url) {
        return couchDbs.connect(connection, url, access, task.parallel());
    }

    void disconnect() {
        couchDbs.disconnect(connection);
    }

    TestRestoreResult result() {
        notDropped.ifPresent(it -> {
            throw it;
        });
        return new TestRestoreResult(task.name(), restored.point(), database().toString(), restored.documents(), restored.deleted(), restored.revisions(),
                sampled.compared(), sampled.differences(), restored.refused(), List.copyOf(removed), (System.nanoTime() - startNanos) / 1e9);
    }
}
