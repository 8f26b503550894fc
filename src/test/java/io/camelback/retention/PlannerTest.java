package io.camelback.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Level;
import io.camelback.catalog.StoredArchive;
import io.camelback.config.Retention;
import io.camelback.retention.Plan.Copy;
import io.camelback.retention.Plan.Removal;
import io.camelback.retention.Plan.Rollup;
import io.camelback.retention.Plan.Why;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What can't be told in stories: keys, dead uploads, destinations out of reach, and what the clock has to do with it. */
final class PlannerTest {

    private static final Instant MONDAY = Instant.parse("2026-03-02T06:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Retention TWO_DAYS = new Retention(Map.of(Level.DELTA, 1, Level.DAILY, 2), 0.1, DAY);
    private static final Set<String> BOTH = Set.of("nas", "s3");

    private final World world = new World("nas", "s3");

    @Test
    void withoutAnythingThereIsNothingToDo() {
        assertThat(plan(MONDAY)).isEqualTo(new Plan("orders", MONDAY, List.of(), List.of(), List.of(), Optional.empty()));
        assertThat(plan(MONDAY, List.of()).removals()).isEmpty();
    }

    @Test
    void theManifestGoesFirstAndTheBatchesAfterIt() {
        runs(3);
        Plan first = plan(MONDAY.plus(DAY.multipliedBy(2)));
        world.carryOut(first, BOTH, 100);
        Removal removal = plan(MONDAY.plus(DAY.multipliedBy(2))).removals().get(0);
        assertThat(removal.keys()).containsExactly(removal.name().manifestKey(), removal.name().key("00000.jsonl.zst"));
        assertThat(removal.due()).as("a day after the rollup was made").isEqualTo(first.now().plus(DAY));
        assertThat(removal.why()).isEqualTo(Why.REPLACED);
        assertThat(removal.by()).map(ArchiveName::level).contains(Level.DAILY);
    }

    @Test
    void anUploadWithoutAManifestIsDeadAfterTheGracePeriod() {
        runs(1);
        ArchiveName dead = new ArchiveName("orders", "20260302T060000Z-00000001", Level.DELTA, "20260303T060000Z-0badcafe");
        world.leftoversOn("s3").add(dead);
        Instant begun = MONDAY.plus(DAY);
        assertThat(plan(begun.plus(DAY).minusSeconds(1)).due("s3")).isEmpty();
        Plan plan = plan(begun.plus(DAY));
        assertThat(plan.due("nas")).isEmpty();
        assertThat(plan.due("s3")).singleElement().satisfies(it -> {
            assertThat(it.name()).isEqualTo(dead);
            assertThat(it.why()).isEqualTo(Why.DEAD);
            assertThat(it.keys()).containsExactly(dead.key("00000.jsonl.zst"));
        });
    }

    @Test
    void anUnfinishedArchiveIsKeptForTheNextRunHoweverLongThatTakes() {
        runs(1);
        ArchiveName unfinished = new ArchiveName("orders", "20260302T060000Z-00000001", Level.DELTA, "20260303T060000Z-0badcafe");
        world.leftoversOn("s3").add(unfinished);
        world.unfinished(unfinished);
        assertThat(plan(MONDAY.plus(DAY.multipliedBy(300))).removals()).isEmpty();
        Instant next = MONDAY.plus(DAY.multipliedBy(2));
        world.run(next, BOTH, BOTH, false, 10);
        assertThat(plan(next.plus(DAY).minusSeconds(1)).due("s3")).isEmpty();
        assertThat(plan(next.plus(DAY)).due("s3")).singleElement().satisfies(it -> {
            assertThat(it.name()).isEqualTo(unfinished);
            assertThat(it.keys()).containsExactly(unfinished.key("00000.jsonl.zst"), unfinished.key("unfinished.json"));
        });
    }

    @Test
    void whatAnEarlierAttemptLeftBesideAnArchiveGoesAndTheArchiveStays() {
        runs(1);
        ArchiveName baseline = world.on("s3").iterator().next();
        world.leftoversOn("s3").add(baseline);
        Plan plan = plan(MONDAY.plus(DAY.multipliedBy(2)));
        assertThat(plan.removals()).singleElement().satisfies(it -> {
            assertThat(it.why()).isEqualTo(Why.DEAD);
            assertThat(it.keys()).containsExactly(baseline.key("00000.jsonl.zst"));
        });
    }

    /** The copy goes to the same keys, and would lose its batches to the cleanup. */
    @Test
    void aCopyThatDiedIsMadeAgainAndNotRemoved() {
        runs(2);
        ArchiveName delta = world.run(MONDAY.plus(DAY.multipliedBy(2)), BOTH, Set.of("nas"), false, 10);
        world.leftoversOn("s3").add(delta);
        Plan plan = plan(MONDAY.plus(DAY.multipliedBy(9)));
        assertThat(plan.copiesTo("s3")).extracting(it -> it.archive().name()).containsExactly(delta);
        assertThat(plan.removals()).isEmpty();
    }

    @Test
    void whatARemovalThatDiedHasLeftGoesWithTheNextOneThoughTheArchiveIsStillElsewhere() {
        runs(3);
        Instant now = MONDAY.plus(DAY.multipliedBy(4));
        world.carryOut(plan(now), BOTH, 100);
        Instant later = now.plus(DAY);
        Plan plan = plan(later);
        world.removeInPart(plan.due("s3").get(0));
        assertThat(plan(later).due("s3")).extracting(Removal::why).contains(Why.DEAD);
        plan(later).due("s3").forEach(world::remove);
        assertThat(plan(later).due("s3")).isEmpty();
        assertThat(plan(later).due("nas")).isNotEmpty();
    }

    @Test
    void whatReplacesAnArchiveHasToBeOnTheSameDestination() {
        runs(3);
        Instant now = MONDAY.plus(DAY.multipliedBy(3));
        plan(now).rollups().forEach(it -> world.rollUp(it, now, Set.of("nas"), 100));
        Plan plan = plan(now.plus(DAY));
        assertThat(plan.due("nas")).hasSize(1);
        assertThat(plan.due("s3")).isEmpty();
        plan.copies().forEach(world::copy);
        assertThat(plan(now.plus(DAY)).due("s3")).hasSize(1);
    }

    @Test
    void evenWhatADestinationCanDoNothingWithStaysUntilItsReplacementIsThere() {
        List<ArchiveName> runs = IntStream.range(0, 3).mapToObj(it -> world.run(MONDAY.plus(DAY.multipliedBy(it)), BOTH, Set.of("nas"), false, 10))
                .toList();
        world.copy(new Copy(world.stored(runs.get(1)), "s3"));
        Instant now = MONDAY.plus(DAY.multipliedBy(3));
        plan(now).rollups().forEach(it -> world.rollUp(it, now, Set.of("nas"), 100));
        assertThat(plan(now.plus(DAY)).due("s3")).isEmpty();
        plan(now).copies().forEach(world::copy);
        assertThat(plan(now.plus(DAY)).due("s3")).extracting(Removal::name).containsExactly(runs.get(1));
    }

    /** Of d1, d2, d3 one process has merged the first two, another one the last two. */
    @Test
    void aDestinationKeepsItsOwnWayToAPointUntilItHasTheOthers() {
        List<StoredArchive> runs = IntStream.range(0, 4).mapToObj(it -> world.run(MONDAY.plus(DAY.multipliedBy(it)), BOTH, Set.of("nas"), false, 10))
                .map(world::stored).toList();
        ArchiveName early = world.rollUp(new Rollup(Level.DAILY, Optional.empty(), runs.subList(1, 3)), MONDAY, Set.of("s3"), 100);
        world.rollUp(new Rollup(Level.YEARLY, Optional.empty(), runs.subList(2, 4)), MONDAY, BOTH, 100);
        world.copy(new Copy(runs.get(0), "s3"));
        world.copy(new Copy(runs.get(3), "s3"));
        Retention all = new Retention(Retention.LEVELS.stream().collect(Collectors.toMap(it -> it, it -> Retention.UNLIMITED)), 0.1, DAY);
        Instant now = MONDAY.plus(DAY.multipliedBy(9));
        Plan plan = Planner.plan(world.catalog(), all, ZoneOffset.UTC, now);
        assertThat(plan.due("nas")).extracting(Removal::name).containsExactly(runs.get(3).name(), runs.get(2).name());
        assertThat(plan.due("s3")).as("its way is over the first two and d3").isEmpty();
        assertThat(plan.copies()).singleElement().satisfies(it -> assertThat(it.archive().name()).isEqualTo(runs.get(1).name()));
        plan.copies().forEach(world::copy);
        assertThat(Planner.plan(world.catalog(), all, ZoneOffset.UTC, now).due("s3")).extracting(Removal::name)
                .containsExactly(runs.get(3).name(), early);
    }

    @Test
    void anOlderLineageIsLeftAloneWhileADestinationIsOutOfReach() {
        runs(5);
        Instant full = MONDAY.plus(DAY.multipliedBy(5));
        world.run(full, BOTH, BOTH, true, 10);
        for (int i = 1; i < 5; i++) {
            world.run(full.plus(DAY.multipliedBy(i)), BOTH, BOTH, false, 10);
        }
        Instant now = full.plus(DAY.multipliedBy(5));
        assertThat(plan(now).due("nas")).extracting(Removal::why).hasSize(5).containsOnly(Why.LINEAGE);
        assertThat(plan(now, List.of("nas")).removals()).isEmpty();
        assertThat(plan(now, List.of("nas")).rollups()).as("but the newest goes on").extracting(Rollup::level)
                .containsExactly(Level.BASELINE, Level.DAILY, Level.DAILY);
    }

    @Test
    void aLineageStaysWhereTheNewerOneIsNotYet() {
        runs(5);
        Instant full = MONDAY.plus(DAY.multipliedBy(5));
        world.run(full, BOTH, Set.of("nas"), true, 10);
        for (int i = 1; i < 5; i++) {
            world.run(full.plus(DAY.multipliedBy(i)), BOTH, Set.of("nas"), false, 10);
        }
        Instant now = full.plus(DAY.multipliedBy(5));
        Plan plan = plan(now);
        assertThat(plan.due("nas")).hasSize(5);
        assertThat(plan.due("s3")).isEmpty();
        world.carryOut(plan, BOTH, 100);
        assertThat(plan(now.plus(DAY)).due("s3")).filteredOn(it -> it.why() == Why.LINEAGE).hasSize(5);
    }

    @Test
    void nothingIsRemovedWhileTheNewestArchiveIsInTheFutureButForAnHour() {
        runs(3);
        Instant now = MONDAY.plus(DAY.multipliedBy(4));
        world.carryOut(plan(now), BOTH, 100);
        world.run(now.plus(DAY).plusSeconds(3600), BOTH, BOTH, false, 10);
        assertThat(plan(now.plus(DAY)).halt()).isEmpty();
        assertThat(plan(now.plus(DAY)).due("nas")).isNotEmpty();
        Plan early = plan(now.plus(DAY).minusSeconds(1));
        assertThat(early.halt()).hasValueSatisfying(it -> assertThat(it)
                .startsWith("the newest archive ends at 2026-03-07T07:00:00Z, which is in the future: nothing is removed until then"));
        assertThat(early.removals()).isNotEmpty();
        assertThat(early.due("nas")).isEmpty();
    }

    /** Two processes read the same changes: two restore points of one sequence, and both are among the newest deltas. */
    @Test
    void twinsAreTwoRestorePoints() {
        runs(2);
        ArchiveName run = world.run(MONDAY.plus(DAY.multipliedBy(2)), BOTH, Set.of("nas"), false, 10);
        ArchiveName twin = world.twin(run, Duration.ofMinutes(5), "s3");
        Retention three = new Retention(Map.of(Level.DELTA, 3), 0.1, DAY);
        Plan plan = Planner.plan(world.catalog(), three, ZoneOffset.UTC, MONDAY.plus(DAY.multipliedBy(9)));
        assertThat(plan.copies()).extracting(Copy::destination, it -> it.archive().name())
                .containsExactlyInAnyOrder(tuple("nas", twin), tuple("s3", run));
        assertThat(plan.removals()).isEmpty();
    }

    private void runs(int days) {
        for (int i = 0; i < days; i++) {
            world.run(MONDAY.plus(DAY.multipliedBy(i)), BOTH, BOTH, false, 10);
        }
    }

    private Plan plan(Instant now) {
        return plan(now, BOTH);
    }

    private Plan plan(Instant now, Collection<String> reachable) {
        return Planner.plan(world.catalog(reachable), TWO_DAYS, ZoneOffset.UTC, now);
    }
}
