package io.camelback.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Level;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.StoredArchive;
import io.camelback.config.Retention;
import io.camelback.retention.Plan.Copy;
import io.camelback.retention.Plan.Removal;
import io.camelback.retention.Plan.Rollup;
import io.camelback.retention.Plan.Why;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What may happen to a task, one step after the other, and what has to hold after each of them. */
final class Life {

    static final Instant START = Instant.parse("2027-10-20T10:00:00Z");
    private static final List<String> DESTINATIONS = List.of("nas", "s3", "ftp");

    enum Kind {
        RUN, RUNS, FULL,
        /** Some days without anything. */
        WAIT,
        /** The clock shows another year. */
        AHEAD, BACK,
        /** A run of a process that sees one destination only. */
        BLIND,
        /** A run that reads the same changes as another one. */
        TWIN,
        /** Everything that is wanted, to all destinations within reach. */
        SYNC,
        /** Rollups, copies, removals. */
        UPKEEP
    }

    /** @param chance decides which destinations take part, and what comes through of what was meant to be done */
    record Step(Kind kind, int amount, int chance) {
    }

    record Settings(Retention retention, ZoneId zone) {
    }

    private final World world = new World(DESTINATIONS.toArray(String[]::new));
    private final Settings settings;
    private Instant now = START;
    private Instant latest = START;
    /** Whether a process has run that did not see what others had done. */
    private boolean blind;

    Life(Settings settings) {
        this.settings = settings;
        world.run(now, world.destinations(), world.destinations(), true, 1000);
    }

    void step(Step step) {
        Random random = new Random(step.chance);
        switch (step.kind) {
            case RUN -> run(step, random, false);
            case RUNS -> {
                for (int i = 0; i < step.chance % 30; i++) {
                    run(step, random, false);
                }
            }
            case FULL -> run(step, random, true);
            case WAIT -> goTo(now.plus(Duration.ofDays(step.amount)));
            case AHEAD -> goTo(now.plus(Duration.ofDays(366)));
            case BACK -> goTo(now.minus(Duration.ofDays(366)));
            case BLIND -> {
                blind = true;
                String only = DESTINATIONS.get(step.chance % 3);
                goTo(now.plus(Duration.ofHours(step.amount)));
                world.run(now, Set.of(only), Set.of(only), step.amount == 1, bytes(random));
            }
            case TWIN -> {
                blind = true;
                world.on(DESTINATIONS.get(step.chance % 3)).stream().filter(it -> it.level() == Level.DELTA).reduce((one, other) -> other)
                        .ifPresent(it -> world.twin(it, Duration.ofMillis(1 + step.chance), DESTINATIONS.get(step.chance % 3)));
            }
            case SYNC -> sync(random);
            case UPKEEP -> upkeep(step, random);
        }
        assertThat(world.catalog().chains().complete()).extracting(it -> it.manifest().end()).containsAll(promised());
    }

    private void goTo(Instant time) {
        now = time;
        latest = now.isAfter(latest) ? now : latest;
    }

    /** One destination that reaches the newest point takes part. */
    private void run(Step step, Random random, boolean full) {
        goTo(now.plus(Duration.ofHours(step.amount)));
        Set<String> reachable = some(DESTINATIONS, random);
        DESTINATIONS.stream().filter(it -> world.reached(it).contains(newest())).findFirst().ifPresent(reachable::add);
        Set<String> committing = some(List.copyOf(reachable), random);
        world.run(now, reachable, committing, full, bytes(random));
    }

    private static long bytes(Random random) {
        return 2 + random.nextInt(100);
    }

    private Instant newest() {
        return world.runs().stream().map(World.Run::end).max(Comparator.naturalOrder()).orElseThrow();
    }

    private Set<Instant> promised() {
        Set<Instant> promised = new HashSet<>(Set.of(newest()));
        if (blind) {
            world.runs().stream().map(World.Run::end).sorted(Comparator.reverseOrder()).limit(settings.retention.keeps(Level.DELTA))
                    .forEach(promised::add);
        } else {
            promised.addAll(new Specification(settings.retention, settings.zone, latest).promised(world.runs()));
        }
        return promised;
    }

    private Plan plan(Set<String> reachable) {
        Plan plan = Planner.plan(world.catalog(reachable), settings.retention, settings.zone, now);
        plan.rollups().forEach(Life::assertFits);
        Set<List<Object>> coming = new HashSet<>();
        plan.copies().forEach(it -> coming.add(List.of(it.destination(), it.archive().name())));
        plan.rollups().forEach(rollup -> rollup.inputs().forEach(input -> reachable.forEach(it -> coming.add(List.of(it, input.name())))));
        assertThat(plan.removals()).as("nothing is used and removed")
                .noneMatch(it -> coming.contains(List.<Object>of(it.destination(), it.name())));
        return plan;
    }

    private static void assertFits(Rollup rollup) {
        List<StoredArchive> inputs = rollup.inputs();
        assertThat(inputs.size() > 1 || inputs.get(0).manifest().level() != rollup.level()).as("a rollup is worth the while").isTrue();
        assertThat(rollup.level() == Level.BASELINE).isEqualTo(inputs.get(0).manifest().since().equals("0"));
        for (int i = 1; i < inputs.size(); i++) {
            assertThat(inputs.get(i).manifest().since()).isEqualTo(inputs.get(i - 1).manifest().until());
            assertThat(inputs.get(i).manifest().lineage()).isEqualTo(inputs.get(i - 1).manifest().lineage());
            assertThat(inputs.get(i).manifest().end()).isAfter(inputs.get(i - 1).manifest().end());
        }
    }

    private void sync(Random random) {
        Set<String> reachable = some(DESTINATIONS, random);
        Catalog catalog = world.catalog(reachable);
        Set<ArchiveName> wanted = Planner.wanted(catalog, settings.retention, settings.zone, now);
        List<StoredArchive> archives = catalog.archives().stream().filter(it -> wanted.contains(it.name())).toList();
        reachable.forEach(destination -> archives.forEach(it -> world.copy(new Copy(it, destination))));
        Plan plan = plan(reachable);
        assertThat(plan.copies()).isEmpty();
        assertThat(plan.removals()).extracting(Removal::name).doesNotContainAnyElementsOf(wanted);
        assertThat(reachable).allSatisfy(it -> assertThat(world.reached(it)).containsAll(archives.stream().map(each -> each.manifest().end()).toList()));
    }

    /** Of a plan as much comes through as chance will have it. */
    private void upkeep(Step step, Random random) {
        Set<String> reachable = some(DESTINATIONS, random);
        Plan plan = plan(reachable);
        if (step.amount % 3 == 0 && !blind) {
            run(step, random, false);    // runs go on meanwhile
        }
        Map<String, Set<Instant>> before = reached();
        for (String destination : reachable) {
            List<Copy> copies = plan.copiesTo(destination);
            copies.subList(0, upTo(copies.size(), random)).forEach(world::copy);
        }
        for (Rollup rollup : plan.rollups()) {
            Set<String> caughtUp = some(List.copyOf(reachable), random);
            caughtUp.removeIf(it -> !world.reaches(it, rollup.inputs().get(0)));
            if (random.nextInt(3) > 0 && !caughtUp.isEmpty()) {
                world.rollUp(rollup, now, caughtUp, 50 + random.nextInt(51));
            }
        }
        for (String destination : reachable) {
            List<Removal> due = plan.due(destination);
            int done = upTo(due.size(), random);
            due.subList(0, done).forEach(world::remove);
            if (done < due.size()) {
                world.removeInPart(due.get(done));
            }
        }
        assertKept(before);
    }

    /** Often all, sometimes as many as were done when the job died. */
    private static int upTo(int size, Random random) {
        return random.nextInt(3) > 0 ? size : random.nextInt(size + 1);
    }

    private Map<String, Set<Instant>> reached() {
        Map<String, Set<Instant>> reached = new LinkedHashMap<>();
        DESTINATIONS.forEach(it -> reached.put(it, world.reached(it)));
        return reached;
    }

    /** What is promised, and was to be had from a destination alone, still is. */
    private void assertKept(Map<String, Set<Instant>> before) {
        Set<Instant> promised = promised();
        before.forEach((destination, points) -> {
            points.retainAll(promised);
            assertThat(world.reached(destination)).as(destination).containsAll(points);
        });
    }

    /** Everybody comes back, clocks are right again, and plans are carried out. */
    void settle() {
        Instant last = newest().isAfter(latest) ? newest() : latest;
        goTo(last.plus(settings.retention.grace()).plusSeconds(1));
        Plan plan = plan(world.destinations());
        boolean more = true;
        for (int i = 0; more && i < 10; i++) {
            Map<String, Set<Instant>> before = reached();
            world.carryOut(plan, world.destinations(), 70);
            assertKept(before);
            Plan again = plan(world.destinations());
            assertThat(again.rollups()).as("a plan is carried out once").isEmpty();
            if (plan.removals().stream().noneMatch(it -> it.why() == Why.LINEAGE)) {    // what is left of it elsewhere may be the newest again
                assertThat(again.copies()).as("a plan is carried out once").isEmpty();
            }
            goTo(now.plus(settings.retention.grace()).plusSeconds(1));
            plan = plan(world.destinations());
            more = !plan.rollups().isEmpty() || !plan.copies().isEmpty() || !plan.removals().isEmpty();
        }
        assertThat(more).as("it ends").isFalse();
        Set<ArchiveName> archives = world.on(DESTINATIONS.get(0));
        assertThat(DESTINATIONS).allSatisfy(it -> {
            assertThat(world.on(it)).isEqualTo(archives);
            assertThat(world.leftoversOn(it)).isEmpty();
            assertThat(world.reached(it)).containsAll(promised());
        });
        assertThat(world.catalog().chains().complete()).as("nothing dangles").hasSameSizeAs(archives);
    }

    /** At least one. */
    private static Set<String> some(List<String> destinations, Random random) {
        Set<String> some = new LinkedHashSet<>(destinations);
        some.removeIf(it -> random.nextInt(3) == 0);
        if (some.isEmpty()) {
            some.add(destinations.get(random.nextInt(destinations.size())));
        }
        return some;
    }
}
