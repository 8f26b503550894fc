package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelback.backup.BackupRequest;
import io.camelback.backup.BackupResult;
import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chain;
import io.camelback.catalog.Chains;
import io.camelback.cleanup.CleanupRequest;
import io.camelback.cleanup.CleanupResult;
import io.camelback.cli.App;
import io.camelback.config.TaskConfig;
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
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A year of a task, four runs a day, with a rollup and a cleanup after each; one of the two destinations is away now and then, and once there
 * is a full backup. After every step each restore point that is listed is merged from its archives and compared with what the
 * database had then, leaf by leaf.
 *
 * <p>System properties: {@code camelback.rehearsal.days}, and {@code camelback.rehearsal.retention}, the counts of the five levels.
 */
class RehearsalIT {

    private static final Instant START = Instant.parse("2027-06-01T00:00:00Z");
    private static final Duration STEP = Duration.ofHours(6);
    private static final int DAYS = Integer.getInteger("camelback.rehearsal.days", 365);
    private static final int RUNS_A_DAY = 4;
    private static final int RESTORES = 20;
    private static final String[] KEEP = System.getProperty("camelback.rehearsal.retention", "12 7 4 3 0").split(" ");
    private static final List<String> LEVELS = List.of("delta", "daily", "weekly", "monthly", "yearly");
    private static final String TASK = "rehearsal";

    private final TestCouch couch = TestCouch.get();
    private final String source = couch.fresh();
    private final History history = new History(couch.client(), source, 42);
    private final Random random = new Random(43);
    private final Map<Instant, Map<String, Map<String, JsonNode>>> states = new TreeMap<>();
    private final Calendar clock = new Calendar();

    @TempDir
    private Path directory;
    private App app;
    private PointStates points;

    /** A clock that is set forward by hand. */
    private static final class Calendar extends Clock {

        private Instant now = START;

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

    @BeforeEach
    void start() throws IOException {
        List<String> lines = new ArrayList<>(List.of("camelback.retryDelay = 1", "camelback.retries = 1",
                "camelback.destinations.disk.type = local", "camelback.destinations.disk.directory = disk",
                "camelback.destinations.nas.type = local", "camelback.destinations.nas.directory = nas",
                "camelback.tasks.rehearsal.source = " + couch.url() + "/" + source,
                "camelback.tasks.rehearsal.username = " + couch.username(), "camelback.tasks.rehearsal.password = " + couch.password(),
                "camelback.tasks.rehearsal.timezone = Europe/Vienna", "camelback.tasks.rehearsal.destinations = disk, nas"));
        for (int i = 0; i < LEVELS.size(); i++) {
            lines.add("camelback.tasks.rehearsal.retention." + LEVELS.get(i) + " = " + KEEP[i]);
        }
        Path config = directory.resolve("application.properties");
        Files.write(config, lines);
        app = App.start(config, Map.of(), Path.of("").toAbsolutePath(), new StopSignal(), Optional.of(clock));
        points = new PointStates(new BatchFiles(app::destination, List.of("disk", "nas")), Staging.in(directory.resolve("points"), "points"));
    }

    @AfterEach
    void stop() {
        app.close();
        couch.drop(source);
    }

    @Test
    void everyPointThatIsListedIsWhatTheDatabaseWasThen() throws IOException {
        int restored = 0;
        long compared = 0;
        for (int step = 0; step < DAYS * RUNS_A_DAY; step++) {
            leaveOrReturn(step);
            history.goOn();
            run(step == DAYS * RUNS_A_DAY * 3 / 5);
            assertThat(app.call("direct:rollup", new RollupRequest(TASK), RollupResult.class).problems()).isEmpty();
            assertThat(app.call("direct:cleanup", new CleanupRequest(TASK), CleanupResult.class).plan().halt()).isEmpty();
            Catalog catalog = app.survey(task());
            assertThat(kept(catalog)).as("archives at " + clock.now).isLessThanOrEqualTo(mostKept());
            compared += compare(catalog);
            if (step >= (restored + 1) * DAYS * RUNS_A_DAY / RESTORES - 1) {
                restore(catalog.chains().points());
                restored++;
            }
            clock.now = clock.now.plus(STEP);
        }
        System.out.println("rehearsal: " + DAYS + " days, " + compared + " restore points compared, " + restored + " restored");
        assertThat(restored).isEqualTo(RESTORES);
        endsUpAlike();
    }

    /** The second destination is away for some days, every now and then: its directory is no directory then. */
    private void leaveOrReturn(int step) throws IOException {
        Path nas = directory.resolve("nas");
        Path away = directory.resolve("nas-away");
        if (Files.exists(away) && step % 50 == 20) {
            Files.delete(nas);
            Files.move(away, nas);
        } else if (Files.isDirectory(nas) && step % 50 == 49 - step / 50 % 29) {
            Files.move(nas, away);
            Files.createFile(nas);
        }
    }

    private void run(boolean full) {
        BackupResult result = app.call("direct:backup", new BackupRequest(TASK, full, Progress.NONE), BackupResult.class);
        assertThat(result.enough()).isTrue();
        states.put(result.point(), history.state());
    }

    private TaskConfig task() {
        return app.config().task(TASK);
    }

    /** Every listed restore point; the states of others are forgotten. */
    private long compare(Catalog catalog) {
        List<Chain> chains = catalog.chains().points();
        states.keySet().retainAll(chains.stream().map(Chain::point).toList());
        for (Chain chain : chains) {
            assertThat(states).containsKey(chain.point());
            assertThat(Difference.between("as of " + chain.point(), states.get(chain.point()), points.at(chain))).isEmpty();
        }
        points.forget(catalog.archives());
        return chains.size();
    }

    /** Archives that are not replaced by others. */
    private static long kept(Catalog catalog) {
        List<Chain> chains = Chains.ofFewest(catalog.archives()).newestOfEachLineage();
        return chains.get(chains.size() - 1).archives().size();
    }

    /** What the levels keep, and what may wait at each of them until a period of the next one is complete, and the baseline. */
    private static int mostKept() {
        int expired = 8;
        return Integer.parseInt(KEEP[0]) + RUNS_A_DAY - 1 + Integer.parseInt(KEEP[1]) + 6 + Integer.parseInt(KEEP[2]) + 4
                + Integer.parseInt(KEEP[3]) + 11 + Integer.parseInt(KEEP[4]) + expired + 1;
    }

    private void restore(List<Chain> chains) {
        Instant point = chains.get(random.nextInt(chains.size())).point();
        String target = couch.freshName();
        RestoreResult result = app.call("direct:restore", new RestoreRequest(TASK, DatabaseUrl.parse(couch.url() + "/" + target).url(),
                Optional.of(new Credentials(couch.username(), couch.password())), Optional.of(point), Progress.NONE), RestoreResult.class);
        assertThat(result.point()).isEqualTo(point);
        assertThat(Difference.between("restored as of " + point, states.get(point), couch.client().leaves(target))).isEmpty();
        couch.drop(target);
    }

    /** When both have been there for some time, they have the same. */
    private void endsUpAlike() throws IOException {
        if (Files.exists(directory.resolve("nas-away"))) {
            Files.delete(directory.resolve("nas"));
            Files.move(directory.resolve("nas-away"), directory.resolve("nas"));
        }
        for (int i = 0; i < 2 * RUNS_A_DAY; i++) {
            history.goOn();
            run(false);
            app.call("direct:rollup", new RollupRequest(TASK), RollupResult.class);
            app.call("direct:cleanup", new CleanupRequest(TASK), CleanupResult.class);
            clock.now = clock.now.plus(STEP);
        }
        assertThat(Difference.betweenFiles(directory.resolve("disk"), directory.resolve("nas"))).isEmpty();
    }
}
