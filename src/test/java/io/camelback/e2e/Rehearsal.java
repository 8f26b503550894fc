package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelback.archive.Selection;
import io.camelback.backup.BackupRequest;
import io.camelback.backup.BackupResult;
import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chain;
import io.camelback.cleanup.CleanupRequest;
import io.camelback.cleanup.CleanupResult;
import io.camelback.cli.App;
import io.camelback.couchdb.Access;
import io.camelback.couchdb.Credentials;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.demo.Difference;
import io.camelback.job.Progress;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import io.camelback.restore.RestoreRequest;
import io.camelback.restore.RestoreResult;
import io.camelback.rollup.RollupRequest;
import io.camelback.rollup.RollupResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A task in this process, on a clock that is set forward by hand, with a record of what the database was at each of its restore points. Its
 * destinations are the directories {@code disk} and {@code nas}.
 */
final class Rehearsal implements AutoCloseable {

    static final String TASK = "rehearsal";
    private static final List<String> LEVELS = List.of("delta", "daily", "weekly", "monthly", "yearly");

    final App app;
    final Path config;

    private final TestCouch couch = TestCouch.get();
    private final String source = couch.fresh();
    private final History history;
    private final Map<Instant, Map<String, Map<String, JsonNode>>> states = new TreeMap<>();
    private final Calendar clock;
    private final PointStates points;

    /** It stands until it is set. */
    static final class Calendar extends Clock {

        volatile Instant now;

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

    /** @param keep the counts of the five levels */
    Rehearsal(Path directory, Instant start, long seed, String... keep) throws IOException {
        history = new History(couch.client(), source, seed);
        clock = new Calendar();
        clock.now = start;
        List<String> lines = new ArrayList<>(List.of("camelback.retryDelay = 1", "camelback.retries = 1",
                "camelback.destinations.disk.type = local", "camelback.destinations.disk.directory = disk",
                "camelback.destinations.nas.type = local", "camelback.destinations.nas.directory = nas",
                "camelback.tasks.rehearsal.source = " + couch.url() + "/" + source,
                "camelback.tasks.rehearsal.username = " + couch.username(), "camelback.tasks.rehearsal.password = " + couch.password(),
                "camelback.tasks.rehearsal.timezone = Europe/Vienna", "camelback.tasks.rehearsal.destinations = disk, nas",
                "camelback.tasks.rehearsal.batchBytes = 4k"));
        for (int i = 0; i < LEVELS.size(); i++) {
            lines.add("camelback.tasks.rehearsal.retention." + LEVELS.get(i) + " = " + keep[i]);
        }
        config = directory.resolve("application.properties");
        Files.write(config, lines);
        app = App.start(config, Map.of(), Path.of("").toAbsolutePath(), new StopSignal(), Optional.of(clock));
        points = new PointStates(new BatchFiles(app::destination, List.of("disk", "nas")), Staging.in(directory.resolve("points"), "points"));
    }

    @Override
    public void close() {
        app.close();
        couch.drop(source);
    }

    Instant now() {
        return clock.now;
    }

    void pass(Duration time) {
        clock.now = clock.now.plus(time);
    }

    /** Something changes, and the task runs. */
    void run(boolean full) {
        history.goOn();
        BackupResult result = app.call("direct:backup", new BackupRequest(TASK, full, Progress.NONE), BackupResult.class);
        assertThat(result.enough()).isTrue();
        states.put(result.point(), history.state());
    }

    RollupResult rollup() {
        RollupResult result = app.call("direct:rollup", new RollupRequest(TASK), RollupResult.class);
        assertThat(result.problems()).isEmpty();
        return result;
    }

    CleanupResult cleanup() {
        CleanupResult result = app.call("direct:cleanup", new CleanupRequest(TASK), CleanupResult.class);
        assertThat(result.plan().halt()).isEmpty();
        return result;
    }

    Catalog catalog() {
        return app.survey(app.config().task(TASK));
    }

    /** Compares every listed restore point, merged from its archives, with what the database was. */
    int compare() {
        Catalog catalog = catalog();
        List<Chain> chains = catalog.chains().points();
        for (Chain chain : chains) {
            assertThat(states.containsKey(chain.point())).as("there was a run at " + chain.point()).isTrue();
            assertThat(Difference.between("as of " + chain.point(), states.get(chain.point()), points.at(chain))).isEmpty();
        }
        points.forget(catalog.archives());
        return chains.size();
    }

    /** Restores a database, and compares it with what it was. */
    void restore(Instant point) {
        String target = couch.freshName();
        RestoreResult result = app.call("direct:restore", new RestoreRequest(TASK, DatabaseUrl.parse(couch.url() + "/" + target).url(),
                Access.of(Optional.of(new Credentials.Basic(couch.username(), couch.password()))), Optional.of(point), Selection.ALL, true, Progress.NONE),
                RestoreResult.class);
        assertThat(result.point()).isEqualTo(point);
        assertThat(Difference.between("restored as of " + point, states.get(point), couch.client().leaves(target))).isEmpty();
        couch.drop(target);
    }
}
