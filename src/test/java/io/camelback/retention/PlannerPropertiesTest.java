package io.camelback.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.archive.Level;
import io.camelback.catalog.Chains;
import io.camelback.catalog.StoredArchive;
import io.camelback.config.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import io.camelback.retention.Life.Kind;
import io.camelback.retention.Life.Settings;
import io.camelback.retention.Life.Step;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever happens to a task: destinations come and go, clocks jump, jobs die in the middle, other processes know nothing of this one. What
 * the {@link Specification} promises stays; what it doesn't promise goes, and everywhere alike.
 */
final class PlannerPropertiesTest {

    private static final int MOST_EXPIRED = 32;

    @Property(tries = 250, seed = "1", edgeCases = EdgeCasesMode.NONE)
    void whatIsPromisedStaysWhateverHappens(@ForAll("settings") Settings settings, @ForAll("steps") List<Step> steps) {
        Life life = new Life(settings);
        steps.forEach(life::step);
        life.settle();
    }

    /** Of processes that know nothing of each other only the deltas are promised; which of them goes on, the next run decides. */
    @Property(tries = 250, seed = "2", edgeCases = EdgeCasesMode.NONE)
    void theNewestDeltasStayEvenWhereProcessesKnowNothingOfEachOther(@ForAll("settings") Settings settings, @ForAll("blindSteps") List<Step> steps) {
        Life life = new Life(settings);
        steps.forEach(life::step);
        life.settle();
    }

    /** However long a task has run, and however often: no more than the levels hold, and what an unfinished period holds beside. */
    @Property(tries = 150, seed = "3", edgeCases = EdgeCasesMode.NONE)
    void aChainIsNeverLongerThanTheLevelsAllow(@ForAll("settings") Settings settings, @ForAll("calmSteps") List<Step> steps) {
        World world = new World("nas");
        Instant now = Life.START;
        world.run(now, world.destinations(), world.destinations(), true, 1000);
        for (Step step : steps) {
            for (int i = 0; i < step.chance() % 12; i++) {
                now = now.plus(Duration.ofHours(step.amount()));
                world.run(now, world.destinations(), world.destinations(), step.kind() == Kind.FULL && i == 0, 2 + step.chance() % 50);
            }
            now = now.plus(Duration.ofHours(step.amount()));
            world.carryOut(Planner.plan(world.catalog(), settings.retention(), settings.zone(), now), world.destinations(), 80);
            assertBounded(world, settings);
        }
    }

    /** With the default retention: 1 baseline, 48 deltas and those of a day, 7 + 6 dailies, 4 + 5 weeklies, 12 + 11 monthlies, the years. */
    private static void assertBounded(World world, Settings settings) {
        List<StoredArchive> chain = Chains.ofFewest(world.catalog().archives()).newest().orElseThrow().archives();
        Map<Level, Long> counts = chain.stream().collect(Collectors.groupingBy(it -> it.manifest().level(), Collectors.counting()));
        assertThat(counts.remove(Level.BASELINE)).isEqualTo(1);
        Level last = settings.retention().last();
        for (Level level : Retention.LEVELS) {
            boolean kept = level == Level.DELTA || settings.retention().keeps(level) > 0;
            long most = (long) settings.retention().keeps(level) + (kept && level != last ? unfinished(level, world, settings) : 0);
            boolean ofExpired = level == last || level == Level.YEARLY;
            assertThat(counts.getOrDefault(level, 0L)).as("%s of %s", level, counts).isLessThanOrEqualTo(most + (ofExpired ? MOST_EXPIRED : 0));
        }
    }

    /** How many a period may have that is one of the level above. */
    private static long unfinished(Level level, World world, Settings settings) {
        Level above = settings.retention().above(level).orElseThrow();
        Specification specification = new Specification(settings.retention(), settings.zone(), Life.START);
        return switch (level) {
            case DELTA -> world.runs().stream().collect(Collectors.groupingBy(it -> specification.period(above, it.end()), Collectors.counting()))
                    .values().stream().mapToLong(it -> it).max().orElseThrow();
            case DAILY -> above == Level.WEEKLY ? 6 : above == Level.MONTHLY ? 30 : 365;
            case WEEKLY -> above == Level.MONTHLY ? 5 : 53;
            default -> 11;
        };
    }

    @Provide
    Arbitrary<Settings> settings() {
        Arbitrary<Map<Level, Integer>> keep = Combinators.combine(count(0, 1, 2, 3, 5, 12), count(0, 1, 2, 3, 7), count(0, 1, 2, 4),
                count(0, 1, 2, 12), count(0, 1, 2, Retention.UNLIMITED)).as((delta, daily, weekly, monthly, yearly) -> Map.of(Level.DELTA, delta,
                        Level.DAILY, daily, Level.WEEKLY, weekly, Level.MONTHLY, monthly, Level.YEARLY, yearly));
        Arbitrary<Duration> grace = Arbitraries.of(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(24), Duration.ofDays(10));
        Arbitrary<ZoneId> zone = Arbitraries.of("UTC", "Europe/Vienna", "America/Sao_Paulo", "Pacific/Kiritimati").map(ZoneId::of);
        return Combinators.combine(keep, Arbitraries.of(0.0, 0.1, 1.0), grace, zone)
                .as((counts, fold, time, where) -> new Settings(new Retention(counts, fold, time), where));
    }

    private static Arbitrary<Integer> count(Integer... counts) {
        return Arbitraries.of(counts);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return steps(Arbitraries.frequency(Tuple.of(4, Kind.RUN), Tuple.of(4, Kind.RUNS), Tuple.of(2, Kind.WAIT), Tuple.of(1, Kind.AHEAD),
                Tuple.of(1, Kind.BACK), Tuple.of(2, Kind.FULL), Tuple.of(2, Kind.SYNC), Tuple.of(8, Kind.UPKEEP)));
    }

    @Provide
    Arbitrary<List<Step>> blindSteps() {
        return steps(Arbitraries.frequency(Tuple.of(4, Kind.RUN), Tuple.of(2, Kind.RUNS), Tuple.of(2, Kind.WAIT), Tuple.of(1, Kind.AHEAD),
                Tuple.of(1, Kind.BACK), Tuple.of(1, Kind.FULL), Tuple.of(4, Kind.BLIND), Tuple.of(2, Kind.TWIN), Tuple.of(2, Kind.SYNC), Tuple.of(8, Kind.UPKEEP)));
    }

    @Provide
    Arbitrary<List<Step>> calmSteps() {
        return steps(Arbitraries.frequency(Tuple.of(10, Kind.RUNS), Tuple.of(1, Kind.FULL)));
    }

    private static Arbitrary<List<Step>> steps(Arbitrary<Kind> kinds) {
        return Combinators.combine(kinds, Arbitraries.integers().between(1, 36), Arbitraries.integers().between(0, 10_000)).as(Step::new)
                .list().ofMinSize(5).ofMaxSize(40);
    }
}
