package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.failure.Failure;
import io.camelback.rollup.RollupResult;
import io.camelback.sync.SyncResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Single calls of destinations go wrong, in runs, rollups, cleanups, syncs and restores: it is reported, or all is well; every
 * restore point is what it was; and whole verbs afterwards leave nothing of it.
 */
class FaultsTest {

    private static final List<Set<String>> FAILING = List.of(Set.of("one"), Set.of("three"), Set.of("one", "two"), Set.of("one", "two", "three"));

    /** One of so many calls is tried in a build, and with {@code -Dcamelback.faults.every=1} each. */
    private static final int EVERY = Integer.getInteger("camelback.faults.every", 31);

    @TempDir
    private Path directory;

    private FaultyTask task;
    private Set<String> failing = Set.of();
    private int calls;

    @BeforeEach
    void start() throws IOException {
        FaultyPlace.clear();
        task = new FaultyTask(directory);
        for (int i = 0; i < 2; i++) {    // the first one has less to do
            FaultyPlace.plan(Set.copyOf(FaultyTask.DESTINATIONS), FaultyPlace.Kind.BEFORE, Integer.MAX_VALUE);
            cycle();
            calls = FaultyPlace.calls();
            FaultyPlace.plan(Set.of(), FaultyPlace.Kind.BEFORE, 0);
            heal();
        }
    }

    @AfterEach
    void stop() {
        FaultyPlace.clear();
        task.close();
    }

    @ParameterizedTest
    @EnumSource(FaultyPlace.Kind.class)
    void everyCallThatFailsIsReportedOrDoesNoHarm(FaultyPlace.Kind kind) {
        Random random = new Random(kind.ordinal());
        for (Set<String> some : FAILING) {
            for (int call = 1 + random.nextInt(EVERY); call <= calls; call += EVERY) {
                failing = some;
                FaultyPlace.plan(failing, kind, call);
                try {
                    cycle();
                    FaultyPlace.plan(Set.of(), kind, 0);
                    heal();
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(kind + " call " + call + " of " + some + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private void cycle() {
        for (int i = 0; i < 2; i++) {
            task.pass(Duration.ofHours(12));
            task.change();
            isReported("backup", this::backup, () -> assertThat(task.catalog().behind()).isEmpty());
            whileNothingFails(task::record);
        }
        isReported("rollup", this::rollup, () -> assertThat(task.rollup().archives()).isEmpty());
        task.pass(Duration.ofHours(2));
        isReported("cleanup", () -> names(task.cleanup().destinations()), () -> assertThat(task.cleanup().removed()).isEmpty());
        lose();
        isReported("sync", this::sync, () -> assertThat(task.lookWhatSyncWouldDo()).matches(it -> it.copies().isEmpty() && it.doubts().isEmpty()));
        isReported("restore", () -> {
            task.restore();
            return Set.of();
        }, () -> { });
        whileNothingFails(task::compare);
    }

    private static void whileNothingFails(Runnable look) {
        FaultyPlace.pause(true);
        look.run();
        FaultyPlace.pause(false);
    }

    private Set<String> backup() {
        return task.backup().destinations().entrySet().stream().filter(it -> it.getValue().isPresent()).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Set<String> rollup() {
        RollupResult result = task.rollup();
        assertThat(result.problems()).isEmpty();
        return names(result.destinations());
    }

    private Set<String> sync() {
        SyncResult result = task.sync();
        assertThat(result.problems()).isEmpty();
        return names(result.destinations());
    }

    private static Set<String> names(Map<String, Failure> destinations) {
        return destinations.keySet();
    }

    /** Something that a sync has to bring back, and can: a rollup that failed elsewhere may be on one destination only. */
    private static void lose() {
        Map<String, byte[]> objects = FaultyPlace.objects("two");
        Set<String> elsewhere = FaultyPlace.objects("one").keySet();
        List<String> both = objects.keySet().stream().filter(elsewhere::contains).sorted().toList();
        both.stream().filter(it -> it.endsWith("/00000.jsonl.zst")).findFirst().ifPresent(objects::remove);
        both.stream().filter(it -> it.startsWith("attachments/")).findFirst().ifPresent(objects::remove);
    }

    /**
     * @param verb answers with the destinations that it says have failed
     * @param isDone fails unless everything was done
     */
    private void isReported(String name, Supplier<Set<String>> verb, Runnable isDone) {
        int before = FaultyPlace.hits();
        try {
            Set<String> reported = verb.get();
            assertThat(failing).as(name).containsAll(reported);
            FaultyPlace.pause(true);
            if (reported.isEmpty()) {
                isDone.run();
            }
        } catch (Failure e) {
            assertThat(FaultyPlace.hits()).as(name + ": " + e).isGreaterThan(before);
            assertThat(failing).as(name + " names the destination: " + e.getMessage()).anyMatch(it -> e.getMessage().contains("destination " + it));
        } finally {
            FaultyPlace.pause(false);
        }
    }

    /** Everything once more with nothing going wrong. */
    private void heal() {
        failing = Set.of();
        task.pass(Duration.ofHours(1));
        task.change();
        assertThat(backup()).isEmpty();
        task.record();
        assertThat(rollup()).isEmpty();
        assertThat(sync()).isEmpty();
        for (int i = 0; i < 3; i++) {
            task.pass(Duration.ofHours(2));
            assertThat(task.cleanup().destinations()).isEmpty();
        }
        task.compare();
        task.isTidy(FaultyPlace::objects);
    }
}
