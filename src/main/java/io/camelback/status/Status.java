package io.camelback.status;

import io.camelback.archive.Manifest;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.LastRun;
import io.camelback.config.Schedule;
import io.camelback.config.TaskConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Judges a task by what its destinations hold: any process on any machine comes to the same answer. */
public final class Status {

    /** So long may a run take, or be late, before it counts as missed. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Clock clock;

    public Status(Clock clock) {
        this.clock = clock;
    }

    public TaskStatus of(TaskConfig task, Catalog catalog) {
        Instant now = clock.instant();
        Optional<LastRun> noted = noted(catalog);
        Optional<Instant> lastGood = lastGood(catalog);
        Optional<Instant> due = task.schedule().flatMap(schedule -> lastGood.flatMap(schedule::nextAfter));
        boolean stale = catalog.failure().isEmpty() && lastGood.isEmpty() || due.isPresent() && due.get().plus(PATIENCE).isBefore(now);
        Map<String, String> unreachable = new LinkedHashMap<>();
        catalog.failures().forEach((name, why) -> unreachable.put(name, why.getMessage()));
        return new TaskStatus(task.name(), catalog.failure(), lastGood, noted.map(LastRun::isUnchanged).orElse(false),
                newest(catalog).map(Manifest::end), lastGood.map(it -> Duration.between(it, now)),
                task.schedule().flatMap(it -> it.nextAfter(now)), catalog.behind(), unreachable, stale);
    }

    /** Whether a run should have begun since the last good one; without any it should in any case. */
    public boolean isOverdue(TaskConfig task, Catalog catalog) {
        return task.schedule().map(schedule -> lastGood(catalog).map(last -> isOver(schedule.nextAfter(last))).orElse(true)).orElse(false);
    }

    /** Whether a full backup should have begun since the one that the newest chain begins with; without any backup the next run is one. */
    public boolean isFullOverdue(TaskConfig task, Catalog catalog) {
        Optional<Instant> lastFull = catalog.chains().newest().map(it -> it.archives().get(0).manifest().start());
        return task.upkeep().fulls().map(schedule -> lastFull.map(last -> isOver(schedule.nextAfter(last))).orElse(task.schedule().isEmpty()))
                .orElse(false);
    }

    private boolean isOver(Optional<Instant> time) {
        return time.filter(it -> it.isBefore(clock.instant())).isPresent();
    }

    /** From the note of the last run, or from the newest archive if that is newer or the note is gone. */
    private static Optional<Instant> lastGood(Catalog catalog) {
        return noted(catalog).map(LastRun::begin).or(() -> newest(catalog).map(Manifest::start));
    }

    /**
     * The note of the last run, if it speaks of what is there: not older than the newest archive, and of no later restore point, for then
     * archives were lost.
     */
    private static Optional<LastRun> noted(Catalog catalog) {
        return newest(catalog).flatMap(newest -> catalog.lastRun().filter(it -> !it.begin().isBefore(newest.start()))
                .filter(it -> !it.restorePoint().isAfter(newest.end())));
    }

    private static Optional<Manifest> newest(Catalog catalog) {
        return catalog.chains().newest().map(it -> it.last().manifest());
    }
}
