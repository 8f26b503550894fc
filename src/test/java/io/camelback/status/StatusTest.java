package io.camelback.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Batch;
import io.camelback.archive.Level;
import io.camelback.archive.Manifest;
import io.camelback.archive.Segment;
import io.camelback.archive.Selection;
import io.camelback.archive.Source;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.DestinationCatalog;
import io.camelback.catalog.LastRun;
import io.camelback.catalog.StoredArchive;
import io.camelback.config.Retention;
import io.camelback.config.Schedule;
import io.camelback.config.TaskConfig;
import io.camelback.config.Upkeep;
import io.camelback.config.Verification;
import io.camelback.couchdb.Access;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A task that runs at two o'clock every day. Its baseline began at two on the first, its delta at two on the second. */
class StatusTest {

    private static final String LINEAGE = "20260101T020000Z-00c0ffee";
    private static final Instant FIRST = Instant.parse("2026-01-01T02:00:00Z");
    private static final Instant SECOND = Instant.parse("2026-01-02T02:00:00Z");
    private static final StoredArchive BASELINE = archive(Level.BASELINE, 1, "0", "5-a", FIRST, "nas");
    private static final StoredArchive DELTA = archive(Level.DELTA, 2, "5-a", "7-b", SECOND, "nas");
    private static final TaskConfig DAILY = task(Optional.of(Schedule.parse("0 2 * * *", ZoneOffset.UTC)));
    private static final TaskConfig UNSCHEDULED = task(Optional.empty());

    @Test
    void aTaskWhoseLastRunWasTheLastDueOneIsGood() {
        TaskStatus status = status("2026-01-02T12:00:00Z", DAILY, on("nas", BASELINE, DELTA));
        assertThat(status).isEqualTo(new TaskStatus("orders", Optional.empty(), Optional.of(SECOND), false, Optional.of(SECOND.plusSeconds(60)),
                Optional.of(Duration.ofHours(10)), Optional.of(Duration.ofHours(10).minusMinutes(1)), Optional.of(Instant.parse("2026-01-03T02:00:00Z")), List.of(), Map.of(), false));
        assertThat(status.isWell()).isTrue();
    }

    @Test
    void aRunMayBeLateByAnHourBeforeTheTaskIsStale() {
        assertThat(status("2026-01-03T03:00:00Z", DAILY, on("nas", BASELINE, DELTA)).stale()).isFalse();
        TaskStatus late = status("2026-01-03T03:00:00.001Z", DAILY, on("nas", BASELINE, DELTA));
        assertThat(late.stale()).isTrue();
        assertThat(late.isWell()).isFalse();
        assertThat(late.lastGood()).contains(SECOND);
    }

    @Test
    void aTaskWithoutABackupIsStaleWhateverItsSchedule() {
        TaskStatus status = status("2026-01-02T12:00:00Z", UNSCHEDULED, on("nas"));
        assertThat(status.stale()).isTrue();
        assertThat(status.lastGood()).isEmpty();
        assertThat(status.point()).isEmpty();
        assertThat(status.age()).isEmpty();
        assertThat(status.nextRun()).isEmpty();
    }

    @Test
    void aTaskWithoutAScheduleIsNeverStaleOnceItHasABackup() {
        assertThat(status("2036-01-01T00:00:00Z", UNSCHEDULED, on("nas", BASELINE)).stale()).isFalse();
    }

    @Test
    void aRunThatFoundNothingNewIsAGoodRun() {
        TaskStatus status = status("2026-01-03T12:00:00Z", DAILY, on("nas", unchanged("2026-01-03T02:00:00Z", DELTA), BASELINE, DELTA));
        assertThat(status.stale()).isFalse();
        assertThat(status.unchanged()).isTrue();
        assertThat(status.lastGood()).contains(Instant.parse("2026-01-03T02:00:00Z"));
        assertThat(status.point()).as("the newest state is still that of the delta").contains(SECOND.plusSeconds(60));
    }

    @Test
    void anArchiveThatIsNewerThanTheNoteCounts() {
        TaskStatus status = status("2026-01-02T12:00:00Z", DAILY, on("nas", unchanged("2026-01-01T14:00:00Z", BASELINE), BASELINE, DELTA));
        assertThat(status.lastGood()).contains(SECOND);
        assertThat(status.unchanged()).isFalse();
    }

    /** The state that the note speaks of is not kept: to call the task good would be wrong. */
    @Test
    void aNoteOfAnArchiveThatWasLostDoesNotCount() {
        TaskStatus status = status("2026-01-02T12:00:00Z", DAILY, on("nas", note(LastRun.COMMITTED, "2026-01-02T02:00:00Z", DELTA), BASELINE));
        assertThat(status.lastGood()).contains(FIRST);
        assertThat(status.stale()).isTrue();
    }

    @Test
    void aNoteWithoutAnyArchiveDoesNotCount() {
        assertThat(status("2026-01-02T12:00:00Z", DAILY, on("nas", unchanged("2026-01-02T02:00:00Z", DELTA))).lastGood()).isEmpty();
    }

    @Test
    void archivesThatNoChainReachesAreNoBackup() {
        TaskStatus status = status("2026-01-02T12:00:00Z", DAILY, on("nas", DELTA));
        assertThat(status.lastGood()).isEmpty();
        assertThat(status.stale()).isTrue();
    }

    @Test
    void aDestinationThatLacksAPartIsBehind() {
        TaskStatus status = status("2026-01-02T12:00:00Z", DAILY, on("nas", BASELINE, DELTA), on("s3", BASELINE));
        assertThat(status.behind()).containsExactly("s3");
        assertThat(status.stale()).isFalse();
        assertThat(status.isWell()).isFalse();
    }

    @Test
    void aDestinationThatCannotBeReadIsToldWithItsReason() {
        TaskStatus status = status("2026-01-02T12:00:00Z", DAILY, on("nas", BASELINE, DELTA), failed("s3"));
        assertThat(status.unreachable()).isEqualTo(Map.of("s3", "s3 can't be reached"));
        assertThat(status.behind()).isEmpty();
        assertThat(status.failure()).isEmpty();
        assertThat(status.isWell()).isFalse();
    }

    @Test
    void ifNoDestinationCanBeReadNothingIsKnown() {
        TaskStatus status = status("2026-01-02T12:00:00Z", DAILY, failed("nas"));
        assertThat(status.failure()).isPresent();
        assertThat(status.stale()).as("that would be more than is known").isFalse();
        assertThat(status.isWell()).isFalse();
    }

    @Test
    void aRunIsOverdueAsSoonAsItsTimeIsOver() {
        assertThat(isOverdue("2026-01-03T02:00:00Z", DAILY, on("nas", BASELINE, DELTA))).isFalse();
        assertThat(isOverdue("2026-01-03T02:00:00.001Z", DAILY, on("nas", BASELINE, DELTA))).isTrue();
        assertThat(isOverdue("2026-01-03T02:00:01Z", DAILY, on("nas", unchanged("2026-01-03T02:00:00Z", DELTA), BASELINE, DELTA))).isFalse();
        assertThat(isOverdue("2026-01-03T02:00:01Z", UNSCHEDULED, on("nas", BASELINE))).isFalse();
        assertThat(isOverdue("2026-01-03T02:00:01Z", UNSCHEDULED, on("nas"))).isFalse();
        assertThat(isOverdue("2026-01-03T02:00:01Z", DAILY, on("nas"))).as("the first one").isTrue();
    }

    @Test
    void aFullBackupIsOverdueWhenTheLineageIsOlderThanItsSchedule() {
        TaskConfig both = task(DAILY.schedule(), DAILY.schedule());
        TaskConfig fullsOnly = task(Optional.empty(), DAILY.schedule());
        assertThat(isFullOverdue("2026-01-02T01:59:00Z", both, on("nas", BASELINE, DELTA))).isFalse();
        assertThat(isFullOverdue("2026-01-02T02:00:01Z", both, on("nas", BASELINE, DELTA))).isTrue();
        assertThat(isFullOverdue("2026-01-02T02:00:01Z", DAILY, on("nas", BASELINE, DELTA))).isFalse();
        assertThat(isFullOverdue("2026-01-02T02:00:01Z", both, on("nas"))).as("the first run is a full one anyway").isFalse();
        assertThat(isFullOverdue("2026-01-02T02:00:01Z", fullsOnly, on("nas"))).isTrue();
    }

    private static TaskStatus status(String now, TaskConfig task, DestinationCatalog... catalogs) {
        return new Status(clock(now)).of(task, new Catalog("orders", List.of(catalogs)));
    }

    private static boolean isFullOverdue(String now, TaskConfig task, DestinationCatalog... catalogs) {
        return new Status(clock(now)).isFullOverdue(task, new Catalog("orders", List.of(catalogs)));
    }

    private static boolean isOverdue(String now, TaskConfig task, DestinationCatalog... catalogs) {
        return new Status(clock(now)).isOverdue(task, new Catalog("orders", List.of(catalogs)));
    }

    private static Clock clock(String now) {
        return Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
    }

    private static DestinationCatalog on(String name, StoredArchive... archives) {
        return on(name, Optional.empty(), archives);
    }

    private static DestinationCatalog on(String name, Optional<LastRun> note, StoredArchive... archives) {
        return new DestinationCatalog(name, List.of(archives).stream().map(it -> new StoredArchive(it.manifest(), it.sha256(), Set.of(name))).toList(),
                List.of(), List.of(), note, Optional.empty());
    }

    private static DestinationCatalog failed(String name) {
        return new DestinationCatalog(name, List.of(), List.of(), List.of(), Optional.empty(), Optional.of(Failure.destination(Reason.UNREACHABLE, name + " can't be reached")));
    }

    private static Optional<LastRun> unchanged(String started, StoredArchive archive) {
        return note(LastRun.UNCHANGED, started, archive);
    }

    private static Optional<LastRun> note(String outcome, String started, StoredArchive archive) {
        return Optional.of(new LastRun(1, "orders", outcome, started, started, archive.name().path(), archive.manifest().until(),
                archive.manifest().end().toString()));
    }

    private static StoredArchive archive(Level level, int number, String since, String until, Instant start, String destination) {
        ArchiveName name = new ArchiveName("orders", LINEAGE, level, "2026010" + number + "T020000Z-0000000" + number);
        Batch batch = new Batch(Batch.fileName(0), 10, "0".repeat(64), "a", "z", 1, 0, 0, 1, 1, 1);
        Manifest manifest = new Manifest(name, number, since, until, start, start.plusSeconds(60), new Source("http://h/orders", "orders", "0", "0"),
                Map.of(), List.of(new Segment(List.of(batch))), List.of(), null);
        return new StoredArchive(manifest, "0".repeat(64), Set.of(destination));
    }

    private static TaskConfig task(Optional<Schedule> schedule) {
        return task(schedule, Optional.empty());
    }

    private static TaskConfig task(Optional<Schedule> schedule, Optional<Schedule> fulls) {
        return new TaskConfig("orders", new DatabaseUrl("http://h", "orders"), Access.OPEN, schedule, ZoneOffset.UTC, List.of("nas", "s3"),
                1, 0, 1, 1, 1024, true, true, false, Selection.ALL, new Upkeep(Retention.DEFAULT, Optional.empty(), true, fulls),
                Verification.NONE);
    }
}
