package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.archive.ArchiveName;
import io.camelback.archive.Selection;
import io.camelback.backup.BackupRequest;
import io.camelback.backup.BackupResult;
import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chain;
import io.camelback.catalog.LastRun;
import io.camelback.cleanup.CleanupRequest;
import io.camelback.cleanup.CleanupResult;
import io.camelback.cli.App;
import io.camelback.couchdb.Access;
import io.camelback.couchdb.Credentials;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.demo.CouchClient;
import io.camelback.demo.Difference;
import io.camelback.job.Progress;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import io.camelback.restore.RestoreRequest;
import io.camelback.restore.RestoreResult;
import io.camelback.rollup.RollupRequest;
import io.camelback.rollup.RollupResult;
import io.camelback.sync.SyncRequest;
import io.camelback.sync.SyncResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A small task in this process, on a clock that is set forward by hand, with a record of what its database was at each restore point. Nothing is
 * tried twice. Its destinations are {@code one}, {@code two} and {@code three}: places in memory, unless a test says otherwise.
 */
final class FaultyTask implements AutoCloseable {

    static final String TASK = "task";
    static final List<String> DESTINATIONS = List.of("one", "two", "three");
    private static final String ATTACHED = "attached-";

    private static final class Calendar extends Clock {

        private Instant now = Instant.parse("2026-03-02T06:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new IllegalStateException("nobody asks for local time");
        }
    }

    final Path directory;
    private final TestCouch couch = TestCouch.get();
    private final String source = couch.fresh();
    private final Map<Instant, Map<String, Map<String, JsonNode>>> states = new TreeMap<>();
    private final Calendar clock = new Calendar();
    private final Path config;
    private App app;
    private final PointStates points;
    private Map<String, Map<String, JsonNode>> state = Map.of();
    private int changes;

    /** @param more lines of the configuration, which win */
    FaultyTask(Path directory, String... more) throws IOException {
        this.directory = directory;
        copyRoutes();
        List<String> lines = new ArrayList<>(List.of("camelback.retries = 0", "camelback.retryDelay = 1",
                "camelback.tasks.task.source = " + couch.url() + "/" + source, "camelback.tasks.task.username = " + couch.username(),
                "camelback.tasks.task.password = " + couch.password(), "camelback.tasks.task.destinations = one, two, three",
                "camelback.tasks.task.attachmentLimit = 1k", "camelback.tasks.task.cleanup.grace = 1h", "camelback.tasks.task.retention.delta = 1",
                "camelback.tasks.task.retention.daily = 1", "camelback.tasks.task.retention.weekly = 0", "camelback.tasks.task.retention.monthly = 0",
                "camelback.tasks.task.retention.yearly = 0"));
        for (String name : DESTINATIONS) {
            lines.add("camelback.destinations." + name + ".type = faulty");
        }
        for (String line : more) {
            lines.removeIf(it -> it.startsWith(line.substring(0, line.indexOf('=') + 1)));
            lines.add(line);
        }
        config = Files.write(directory.resolve("application.properties"), lines);
        app = App.start(config, Map.of(), directory, new StopSignal(), Optional.of(clock));
        points = new PointStates(new BatchFiles(name -> app.destination(name), DESTINATIONS), Staging.in(directory.resolve("points"), "points"));
    }

    private void copyRoutes() throws IOException {
        Path routes = directory.resolve("routes");
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = routes.resolve(Path.of("routes").relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Files.copy(Path.of("src/test/resources/faults/faulty.camel.yaml"), routes.resolve("destinations/faulty.camel.yaml"));
    }

    /** As another process, which remembers no manifests. */
    void restart() {
        app.close();
        app = App.start(config, Map.of(), directory, new StopSignal(), Optional.of(clock));
    }

    void pass(Duration time) {
        clock.now = clock.now.plus(time);
    }

    /** A document changes, and another one comes with an attachment that is an object of its own. */
    void change() {
        byte[] data = new byte[1_100 + changes % 7];
        new Random(changes).nextBytes(data);
        ObjectNode attached = CouchClient.object().put("_id", ATTACHED + changes % 4);
        ObjectNode plain = CouchClient.object().put("_id", "document-" + changes % 3).put("change", changes);
        for (ObjectNode document : List.of(attached, plain)) {
            state.getOrDefault(document.path("_id").asText(), Map.of()).keySet().forEach(it -> document.put("_rev", it));
        }
        attached.withObject("/_attachments").putObject("a").put("content_type", "application/octet-stream")
                .put("data", Base64.getEncoder().encodeToString(data));
        couch.client().bulkDocs(source, List.of(attached, plain));
        state = couch.client().leaves(source);
        changes++;
    }

    BackupResult backup() {
        return app.call("direct:backup", new BackupRequest(TASK, false, Progress.NONE), BackupResult.class);
    }

    RollupResult rollup() {
        return app.call("direct:rollup", new RollupRequest(TASK), RollupResult.class);
    }

    CleanupResult cleanup() {
        return app.call("direct:cleanup", new CleanupRequest(TASK), CleanupResult.class);
    }

    SyncResult sync() {
        return app.call("direct:sync", new SyncRequest(TASK), SyncResult.class);
    }

    SyncResult lookWhatSyncWouldDo() {
        return app.call("direct:sync", new SyncRequest(TASK, true, Progress.NONE), SyncResult.class);
    }

    /** Restores the newest point, or fails; compares it with what the database was then. */
    void restore() {
        String target = couch.freshName();
        couch.client().put("/" + target, null);
        try {
            RestoreResult result = app.call("direct:restore", new RestoreRequest(TASK, DatabaseUrl.parse(couch.url() + "/" + target).url(),
                    Access.of(Optional.of(new Credentials.Basic(couch.username(), couch.password()))), Optional.empty(), Selection.ALL, true,
                    Progress.NONE), RestoreResult.class);
            assertThat(Difference.between("restored as of " + result.point(), states.getOrDefault(result.point(), state), couch.client().leaves(target)))
                    .isEmpty();
        } finally {
            couch.drop(target);
        }
    }

    Catalog catalog() {
        return app.survey(app.config().task(TASK));
    }

    /** What the database is now is what the restore points are that nobody has seen before: a run may leave one and not know of it. */
    void record() {
        catalog().chains().points().forEach(it -> states.putIfAbsent(it.point(), state));
    }

    /** Every restore point, merged from archives of whichever destination, is what the database was. */
    void compare() {
        Catalog catalog = catalog();
        for (Chain chain : catalog.chains().points()) {
            assertThat(Difference.between("as of " + chain.point(), plain(states.get(chain.point())), plain(points.at(chain)))).isEmpty();
        }
        points.forget(catalog.archives());
    }

    /** Inside of archives there are but stubs of large attachments. */
    private static Map<String, Map<String, JsonNode>> plain(Map<String, Map<String, JsonNode>> state) {
        Map<String, Map<String, JsonNode>> plain = new TreeMap<>(state);
        plain.keySet().removeIf(it -> it.startsWith(ATTACHED));
        return plain;
    }

    /** All destinations have the same, and nothing that belongs to no archive. */
    void isTidy(Function<String, Map<String, byte[]>> objects) {
        Map<String, byte[]> first = objects.apply(DESTINATIONS.get(0));
        for (String other : DESTINATIONS.subList(1, DESTINATIONS.size())) {
            Map<String, byte[]> found = objects.apply(other);
            assertThat(found.keySet()).as(other).containsAll(first.keySet());
            assertThat(first.keySet()).as("lacking what is on " + other).containsAll(found.keySet());
            first.forEach((key, bytes) -> assertThat(found.get(key)).as(other + ":" + key).isEqualTo(bytes));
        }
        assertThat(first.keySet()).allMatch(key -> key.startsWith("attachments/") || key.equals(LastRun.key(TASK))
                || first.containsKey(key.substring(0, key.lastIndexOf('/') + 1) + ArchiveName.MANIFEST));
    }

    @Override
    public void close() {
        app.close();
        couch.drop(source);
    }
}
