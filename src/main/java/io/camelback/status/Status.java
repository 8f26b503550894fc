package io.camelback.status;

import io.camelback.archive.Manifest;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.LastRun;
import io.camelback.catalog.ServerNote;
import io.camelback.catalog.ServerNotes;
import io.camelback.config.ServerConfig;
import io.camelback.config.Task;
import io.camelback.config.TaskConfig;
import io.camelback.failure.Failure;
import io.camelback.status.ServerStatus.Failing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Judges a task by what its destinations hold: any process on any machine comes to the same answer. */
public final class Status {

    /** So long may a run take, or be late, before it counts as missed. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Clock clock;

    public Status(Clock clock) {
        this.clock = clock;
    }

    public TaskStatus of(TaskConfig task, Catalog catalog) {
        return of(task, catalog, lastGood(catalog), noted(catalog).map(LastRun::isUnchanged).orElse(false));
    }

    /**
     * A database of a whole server. The server's runs look at it only when it has changed, and are good runs of it as well; what isn't on the
     * server any more is on no schedule.
     */
    public TaskStatus of(TaskConfig member, Catalog catalog, ServerNotes notes) {
        String database = member.source().name();
        Optional<Instant> own = lastGood(catalog);
        Optional<Instant> seen = notes.newest().flatMap(it -> it.lastGood(database)).filter(it -> own.isPresent() && it.isAfter(own.get()));
        boolean isGone = notes.newest().filter(it -> !it.databases().containsKey(database))
                .filter(it -> own.isPresent() && it.begin().isAfter(own.get())).isPresent();
        return of(isGone ? member.unscheduled() : member, catalog, seen.or(() -> own),
                seen.isPresent() || noted(catalog).map(LastRun::isUnchanged).orElse(false));
    }

    private TaskStatus of(TaskConfig task, Catalog catalog, Optional<Instant> lastGood, boolean unchanged) {
        Instant now = clock.instant();
        boolean stale = catalog.failure().isEmpty() && lastGood.isEmpty() || isMissed(task, lastGood);
        Optional<Instant> point = newest(catalog).map(Manifest::end);
        return new TaskStatus(task.name(), catalog.failure(), lastGood, unchanged, point,
                lastGood.map(it -> Duration.between(it, now)), point.map(it -> Duration.between(it, now)), task.schedule().flatMap(it -> it.nextAfter(now)), catalog.behind(),
                messages(catalog.failures()), stale);
    }

    /** A whole server, from what its newest run noted. */
    public ServerStatus of(ServerConfig task, ServerNotes notes) {
        Instant now = clock.instant();
        Optional<ServerNote> note = notes.newest();
        Map<String, Failing> failing = new TreeMap<>();
        List<String> partly = new ArrayList<>();
        note.ifPresent(it -> it.databases().forEach((name, noted) -> {
            if (noted.problem() != null) {
                Optional<Instant> lastGood = it.lastGood(name);
                failing.put(name, new Failing(noted.problem(), lastGood, lastGood.isEmpty() || isMissed(task, lastGood)));
            } else if (noted.state() == null) {
                partly.add(name);
            }
        }));
        Optional<Instant> lastRun = note.map(ServerNote::begin);
        boolean stale = notes.failure().isEmpty() && note.isEmpty() || isMissed(task, lastRun) || failing.values().stream().anyMatch(Failing::stale);
        return new ServerStatus(task.name(), notes.failure(), lastRun, lastRun.map(it -> Duration.between(it, now)),
                note.map(it -> it.databases().size()).orElse(0), failing, partly, task.schedule().flatMap(it -> it.nextAfter(now)), notes.behind(),
                messages(notes.failures()), stale);
    }

    private boolean isMissed(Task task, Optional<Instant> lastGood) {
        Optional<Instant> due = task.schedule().flatMap(schedule -> lastGood.flatMap(schedule::nextAfter));
        return due.isPresent() && due.get().plus(PATIENCE).isBefore(clock.instant());
    }

    private static Map<String, String> messages(Map<String, Failure> failures) {
        Map<String, String> messages = new LinkedHashMap<>();
        failures.forEach((name, why) -> messages.put(name, why.getMessage()));
        return messages;
    }

    /** Whether a run should have begun since the last good one; without any it should in any case. */
    public boolean isOverdue(TaskConfig task, Catalog catalog) {
        return isOverdue(task, lastGood(catalog));
    }

    /** The same for a whole server. */
    public boolean isOverdue(ServerConfig task, ServerNotes notes) {
        return isOverdue(task, notes.newest().map(ServerNote::begin));
    }

    private boolean isOverdue(Task task, Optional<Instant> last) {
        return task.schedule().map(schedule -> last.map(it -> isOver(schedule.nextAfter(it))).orElse(true)).orElse(false);
    }

    /** Whether a full backup should have begun since the one that the newest chain begins with; without any backup the next run is one. */
    public boolean isFullOverdue(TaskConfig task, Catalog catalog) {
        return isFullOverdue(task, catalog.chains().newest().map(it -> it.archives().get(0).manifest().start()));
    }

    /** The same for a whole server. */
    public boolean isFullOverdue(ServerConfig task, ServerNotes notes) {
        return isFullOverdue(task, notes.newest().flatMap(ServerNote::lastFull));
    }

    private boolean isFullOverdue(Task task, Optional<Instant> lastFull) {
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
