package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelback.backup.BackupRequest;
import io.camelback.backup.BackupResult;
import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chain;
import io.camelback.cleanup.CleanupRequest;
import io.camelback.cleanup.CleanupResult;
import io.camelback.cli.App;
import io.camelback.demo.Difference;
import io.camelback.job.Progress;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import io.camelback.rollup.RollupRequest;
import io.camelback.rollup.RollupResult;
import io.camelback.stub.Documents;
import io.camelback.stub.StubCouch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two machines that know nothing of each other, for they leave no leases: whatever they do at once with one task's destinations, every restore
 * point is what the database was, and none is lost that one machine alone would have.
 */
class TwoMachinesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-03-02T04:00:00Z");
    private static final Duration STEP = Duration.ofHours(8);
    private static final int STEPS = 18;
    private static final int FULL = 8;

    @TempDir
    Path folder;

    private static final class SetClock extends Clock {
        private volatile Instant now = START;

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

    @Test
    void whateverTheyDoAtOnceNothingIsLost() throws Exception {
        TreeSet<Instant> alone = endsOfDays(rehearse(folder.resolve("alone"), 1));
        TreeSet<Instant> together = endsOfDays(rehearse(folder.resolve("together"), 2));
        assertThat(alone).hasSizeGreaterThan(3);
        assertThat(together).containsAll(alone);
    }

    /** Of the steps that can be restored, those that were the last of their days. */
    private static TreeSet<Instant> endsOfDays(TreeSet<Instant> steps) {
        TreeSet<Instant> ends = new TreeSet<>(steps);
        ends.removeIf(it -> it.atZone(ZoneOffset.UTC).getHour() != 20);
        return ends;
    }

    /**
     * Days of backups, rollups and cleanups of so many machines at once; returns the steps whose state can be restored. One machine does them
     * one after the other, for what a cleanup beside a backup has to remove depends on which of the two is the faster.
     */
    private TreeSet<Instant> rehearse(Path directory, int machines) throws Exception {
        SetClock clock = new SetClock();
        Map<Instant, Map<String, Map<String, JsonNode>>> states = new TreeMap<>();
        List<App> apps = new ArrayList<>();
        ExecutorService threads = machines == 1 ? Executors.newSingleThreadExecutor() : Executors.newCachedThreadPool();
        try (StubCouch couch = new StubCouch()) {
            Documents documents = couch.database("shop", new Documents());
            for (int i = 0; i < machines; i++) {
                apps.add(start(directory, couch, i, clock));
            }
            try (Staging staging = Staging.in(directory.resolve("points"), "points")) {
                PointStates points = new PointStates(new BatchFiles(apps.get(0)::destination, List.of("disk", "nas")), staging);
                TreeSet<Instant> restorable = new TreeSet<>();
                for (int step = 0; step < STEPS; step++) {
                    change(documents, step);
                    states.put(clock.now, state(documents));
                    List<Callable<Object>> jobs = new ArrayList<>();
                    boolean full = step == FULL;
                    apps.forEach(app -> jobs.addAll(List.of(() -> backup(app, full && app == apps.get(apps.size() - 1)), () -> upkeep(app))));
                    for (Future<Object> job : threads.invokeAll(jobs)) {
                        job.get();
                    }
                    restorable = compare(apps.get(0), points, states);
                    assertThat(restorable).contains(clock.now);
                    clock.now = clock.now.plus(STEP);
                }
                return restorable;
            }
        } finally {
            threads.shutdownNow();
            apps.forEach(App::close);
        }
    }

    private static App start(Path directory, StubCouch couch, int machine, Clock clock) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("machine-" + machine + ".properties");
        Files.writeString(file, """
                camelback.leases = false
                camelback.retries = 0
                camelback.staging.directory = staging-%d
                camelback.destinations.disk.type = local
                camelback.destinations.disk.directory = disk
                camelback.destinations.nas.type = local
                camelback.destinations.nas.directory = nas
                camelback.tasks.shop.source = %s
                camelback.tasks.shop.destinations = disk, nas
                camelback.tasks.shop.chunkSize = 3
                camelback.tasks.shop.retention.delta = 2
                camelback.tasks.shop.retention.daily = 3
                camelback.tasks.shop.retention.weekly = 1
                camelback.tasks.shop.cleanup.grace = 9h
                """.formatted(machine, couch.url("shop")));
        return App.start(file, Map.of(), Path.of("").toAbsolutePath(), new StopSignal(), Optional.of(clock));
    }

    private static void change(Documents documents, int step) {
        for (int i = 0; i < 4; i++) {
            int number = (step * 3 + i) % 17;
            String deleted = (step + i) % 5 == 0 ? ",\"_deleted\":true" : "";
            String leaf = "{\"_id\":\"order-%02d\",\"_rev\":\"%d-%032x\",\"step\":%d%s}".formatted(number, step + 1, step * 31 + i, step, deleted);
            documents.put("order-%02d".formatted(number), leaf);
        }
    }

    private static Map<String, Map<String, JsonNode>> state(Documents documents) {
        Map<String, Map<String, JsonNode>> state = new HashMap<>();
        for (String id : documents.ids()) {
            Map<String, JsonNode> leaves = new HashMap<>();
            for (byte[] leaf : documents.leaves(id)) {
                try {
                    JsonNode json = JSON.readTree(leaf);
                    leaves.put(json.path("_rev").asText(), json);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            state.put(id, leaves);
        }
        return state;
    }

    private static Object backup(App app, boolean full) {
        BackupResult result = app.call("direct:backup", new BackupRequest("shop", full, Progress.NONE), BackupResult.class);
        assertThat(result.destinations()).allSatisfy((name, failure) -> assertThat(failure).isEmpty());
        return result;
    }

    /** What the one removes may be what the other is about to merge or to copy: then that one leaves it for the next time. */
    private static Object upkeep(App app) {
        app.call("direct:rollup", new RollupRequest("shop"), RollupResult.class);
        return app.call("direct:cleanup", new CleanupRequest("shop"), CleanupResult.class);
    }

    /** Every restore point that is there is what the database was then; returns of which steps there are any. */
    private static TreeSet<Instant> compare(App app, PointStates points, Map<Instant, Map<String, Map<String, JsonNode>>> states) {
        TreeSet<Instant> steps = new TreeSet<>();
        Catalog catalog = app.survey(app.config().task("shop"));
        assertThat(catalog.damaged()).isEmpty();
        for (Chain chain : catalog.chains().points()) {
            Instant step = new TreeSet<>(states.keySet()).floor(chain.point());
            assertThat(Difference.between("as of " + chain.point(), states.get(step), points.at(chain))).isEmpty();
            steps.add(step);
        }
        points.forget(catalog.archives());
        return steps;
    }
}
