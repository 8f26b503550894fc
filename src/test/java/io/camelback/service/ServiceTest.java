package io.camelback.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelback.catalog.Catalog;
import io.camelback.catalog.DestinationCatalog;
import io.camelback.cli.App;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service in this process, with a schedule as Quartz keeps it. */
class ServiceTest {

    private static final String EVERY_SECOND = "* * * * * ?";
    private static final String NEXT_CENTURY = "0 0 0 1 1 ? 2100";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final FakeCouchDb couch = new FakeCouchDb().add("order-1");
    private final RecordedLog log = new RecordedLog("io.camelback.tasks");

    @AfterEach
    void end() {
        couch.close();
        log.close();
    }

    @Test
    void aTaskRunsAgainAndAgainOnItsCron() {
        try (App app = start(EVERY_SECOND)) {
            assertThat(app.schedule()).isEqualTo(1);
            await().atMost(LIMIT).until(() -> manifests() == 1);
            couch.add("order-2");
            await().atMost(LIMIT).until(() -> manifests() == 2);
            await().atMost(LIMIT).until(() -> log.lines().stream().anyMatch(it -> it.startsWith("INFO task orders: unchanged since restore point")));
        }
        assertThat(log.lines().get(0)).startsWith("INFO task orders: next run ");
        assertThat(log.lines()).noneMatch(it -> it.startsWith("ERROR"));
    }

    @Test
    void aRunThatWasMissedHappensOnceAtTheStart() {
        try (App app = start(NEXT_CENTURY)) {
            app.schedule();
            await().atMost(LIMIT).until(() -> log.lines().size() == 2);
        }
        assertThat(log.lines().get(1)).matches("INFO task orders: .*/baseline/.* with 1 documents \\(0 deleted\\) in .* s; restore point .*");
        assertThat(manifests()).isEqualTo(1);
    }

    /** The overdue run is held at the gate while the cron goes on; nothing else may ask the source for documents. */
    @Test
    void aTaskNeverRunsTwiceAtATime() {
        couch.closeGate();
        try (App app = start(EVERY_SECOND)) {
            app.schedule();
            await().atMost(LIMIT).until(() -> couch.waiting() == 1);
            await().atMost(LIMIT).until(() -> log.lines().contains("WARN task orders: skipped, a run of task orders is under way already"));
            assertThat(manifests()).isZero();
            couch.openGate();
            await().atMost(LIMIT).until(() -> log.lines().stream().anyMatch(it -> it.contains("/baseline/")));
            couch.add("order-2");
            await().atMost(LIMIT).until(() -> log.lines().stream().anyMatch(it -> it.contains("/delta/")));
        }
        assertThat(couch.mostAtATime()).isEqualTo(1);
        assertThat(log.lines()).noneMatch(it -> it.startsWith("ERROR"));
    }

    @Test
    void aRunThatFailsIsToldInOneLineAndTheNextOneComes() {
        try (App app = start(EVERY_SECOND, "camelback.tasks.orders.password = wrong")) {
            app.schedule();
            await().atMost(LIMIT).until(() -> log.lines().stream().filter(it -> it.startsWith("ERROR task orders: the run failed: GET "
                    + couch.url() + "/orders answered 401")).count() >= 2);
        }
    }

    @Test
    void tasksWithoutAScheduleAreNotScheduled() {
        try (App app = start("")) {
            assertThat(app.schedule()).isZero();
        }
        try (App app = start("0 0 0 1 1 ? 2020")) {
            assertThat(app.schedule()).isZero();
        }
        assertThat(log.lines()).containsExactly("WARN task orders: no run any more, for the last time of its schedule is over");
    }

    /** A day's runs are rolled up in the run after it, and removed a day later. */
    @Test
    void whatHasBecomeOldEnoughIsRolledUpAfterTheRunAndRemovedByALaterOne() throws Exception {
        String keepOne = "camelback.tasks.orders.retention.delta = 1";
        for (String now : List.of("2026-01-01T00:00:00Z", "2026-01-01T06:00:00Z", "2026-01-01T12:00:00Z", "2026-01-02T00:00:00Z",
                "2026-01-03T00:00:01Z")) {
            couch.add("order at " + now);
            try (App app = start("", keepOne, "camelback.clock = " + now)) {
                app.call("direct:run-task", "orders", Object.class);
            }
        }
        assertThat(log.lines()).noneMatch(it -> it.startsWith("ERROR"))
                .anyMatch(it -> it.startsWith("INFO task orders: rolled up 2 archives to orders/") && it.contains("/daily/"))
                .contains("INFO task orders: removed 2 archives that were replaced or left over");
    }

    @Test
    void aTaskThatWantsNoRollupAfterItsRunsHasNone() {
        for (String now : List.of("2026-01-01T00:00:00Z", "2026-01-01T06:00:00Z", "2026-01-02T00:00:00Z")) {
            couch.add("order at " + now);
            try (App app = start("", "camelback.tasks.orders.retention.delta = 1", "camelback.tasks.orders.rollup.afterRun = false",
                    "camelback.clock = " + now)) {
                app.call("direct:run-task", "orders", Object.class);
            }
        }
        assertThat(log.lines()).hasSize(3).noneMatch(it -> it.contains("rolled up"));
    }

    @Test
    void fullBackupsAndRollupsHaveSchedulesOfTheirOwn() {
        try (App app = start("", "camelback.tasks.orders.fullSchedule = " + EVERY_SECOND,
                "camelback.tasks.orders.rollup.schedule = " + EVERY_SECOND)) {
            assertThat(app.schedule()).isEqualTo(1);
            await().atMost(LIMIT).until(() -> log.lines().stream().filter(it -> it.contains("/baseline/")).count() >= 2);
        }
        assertThat(log.lines()).anyMatch(it -> it.startsWith("INFO task orders: next full backup "))
                .anyMatch(it -> it.startsWith("INFO task orders: next rollup ")).noneMatch(it -> it.startsWith("ERROR"));
    }

    @Test
    void aVerifyHasAScheduleOfItsOwn() {
        try (App app = start("", "camelback.tasks.orders.verify.schedule = " + EVERY_SECOND)) {
            app.call("direct:run-task", "orders", Object.class);
            assertThat(app.schedule()).isEqualTo(1);
            await().atMost(LIMIT).until(() -> log.lines().stream().anyMatch(it -> it.startsWith("INFO task orders: verified, all is intact, ")));
        }
        assertThat(log.lines()).anyMatch(it -> it.startsWith("INFO task orders: next verify ")).noneMatch(it -> it.startsWith("ERROR"));
    }

    @Test
    void destinationsOutOfReachCannotTellWhetherARunIsOverdue() {
        try (App app = start(NEXT_CENTURY)) {
            Service service = new Service(app.config());
            DestinationCatalog empty = new DestinationCatalog("nas", List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());
            DestinationCatalog away = new DestinationCatalog("nas", List.of(), List.of(), List.of(), Optional.empty(),
                    Optional.of(Failure.destination(Reason.UNREACHABLE, "nas can't be reached")));
            assertThat(service.isOverdue(new Catalog("orders", List.of(empty)))).isTrue();
            assertThat(service.isOverdue(new Catalog("orders", List.of(away)))).isFalse();
        }
    }

    private App start(String schedule, String... more) {
        try {
            Path file = folder.resolve("application.properties");
            Files.writeString(file, """
                    camelback.retries = 1
                    camelback.retryDelay = 1
                    camelback.destinations.nas.type = local
                    camelback.destinations.nas.directory = nas
                    camelback.tasks.orders.source = %s/orders
                    camelback.tasks.orders.username = user
                    camelback.tasks.orders.password = secret
                    camelback.tasks.orders.destinations = nas
                    camelback.tasks.orders.schedule = %s
                    %s
                    """.formatted(couch.url(), schedule, String.join("\n", more)));
            return App.start(file, Map.of(), Path.of(""), new StopSignal());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long manifests() {
        return Manifests.in(folder.resolve("nas"));
    }
}
