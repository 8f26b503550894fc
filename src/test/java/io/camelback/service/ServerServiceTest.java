package io.camelback.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelback.cli.App;
import io.camelback.job.StopSignal;
import io.camelback.stub.Documents;
import io.camelback.stub.Fault;
import io.camelback.stub.StubCouch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole servers in the service: one schedule for all of their databases. */
class ServerServiceTest {

    private static final String NEXT_CENTURY = "0 0 0 1 1 ? 2100";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final StubCouch server = new StubCouch();
    private final RecordedLog log = new RecordedLog("io.camelback.tasks");

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        server.close();
        log.close();
    }

    private App start(String... more) {
        try {
            Path file = folder.resolve("application.properties");
            Files.writeString(file, """
                    camelback.retries = 0
                    camelback.destinations.nas.type = local
                    camelback.destinations.nas.directory = nas
                    camelback.tasks.all.source = %s
                    camelback.tasks.all.databases = *
                    camelback.tasks.all.destinations = nas
                    """.formatted(server.url()) + String.join("\n", more));
            return App.start(file, Map.of(), Path.of(""), new StopSignal());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(String database, String id) {
        server.written(database).put(id, "{\"_id\":\"" + id + "\",\"_rev\":\"1-a\",\"_revisions\":{\"start\":1,\"ids\":[\"a\"]}}");
    }

    @Test
    void theServerIsScheduledOnceAndAMissedRunHappensAtTheStart() {
        for (String name : List.of("one", "two", "three")) {
            server.database(name, new Documents());
            put(name, "doc");
        }
        String schedule = "camelback.tasks.all.schedule = " + NEXT_CENTURY;
        try (App app = start(schedule)) {
            assertThat(app.schedule()).isEqualTo(1);
            await().atMost(LIMIT).until(() -> log.lines().stream().anyMatch(it -> it.startsWith("INFO task all: looked at 3 of 3 databases in ")));
        }
        assertThat(log.lines().get(0)).startsWith("INFO task all: next run 2100-01-01");
        assertThat(log.lines()).filteredOn(it -> it.startsWith("INFO task all/")).hasSize(3).allMatch(it -> it.contains("/baseline/"));
        int before = server.requests().size();
        try (App app = start(schedule)) {
            app.schedule();
            app.call("direct:run-server", "all", Object.class);
        }
        assertThat(server.requests()).hasSize(before + 1);
        assertThat(log.lines()).noneMatch(it -> it.startsWith("ERROR")).last().asString().startsWith("INFO task all: looked at 0 of 3 databases in ");
    }

    @Test
    void runsComeOnTheCronAndFullBackupsOnTheirOwn() {
        server.database("one", new Documents());
        put("one", "doc");
        try (App app = start("camelback.tasks.all.fullSchedule = * * * * * ?", "camelback.tasks.all.rollup.schedule = * * * * * ?")) {
            assertThat(app.schedule()).isEqualTo(1);
            await().atMost(LIMIT).until(() -> log.lines().stream().filter(it -> it.contains("/baseline/")).count() >= 2);
        }
        assertThat(log.lines()).anyMatch(it -> it.startsWith("INFO task all: next full backup ")).anyMatch(it -> it.startsWith("INFO task all: next rollup "))
                .noneMatch(it -> it.startsWith("ERROR"));
    }

    @Test
    void whatRanIsRolledUpAfterItAndWhatDidNotIsLeftAlone() {
        server.database("idle", new Documents());
        server.database("busy", new Documents());
        put("idle", "doc");
        for (String now : List.of("2026-01-01T00:00:00Z", "2026-01-01T06:00:00Z", "2026-01-01T12:00:00Z", "2026-01-02T00:00:00Z")) {
            put("busy", "at " + now);
            try (App app = start("camelback.tasks.all.retention.delta = 1", "camelback.clock = " + now)) {
                app.call("direct:run-server", "all", Object.class);
            }
        }
        assertThat(log.lines()).anyMatch(it -> it.startsWith("INFO task all/busy: rolled up 2 archives to all/busy/") && it.contains("/daily/"))
                .noneMatch(it -> it.startsWith("ERROR"));
        try (App app = start("camelback.tasks.all.retention.delta = 1", "camelback.clock = 2026-01-04T00:00:00Z")) {
            app.call("direct:rollup-server", "all", Object.class);
        }
        assertThat(log.lines()).contains("INFO task all/busy: removed 2 archives that were replaced or left over");
    }

    @Test
    void whatFailsIsToldOfEachDatabaseOrOfTheServer() {
        server.database("bad", new Documents());
        server.always("/bad", Fault.status(400, "bad_request", "no luck"));
        try (App app = start()) {
            app.call("direct:run-server", "all", Object.class);
            server.always("/_dbs_info", Fault.status(401, "unauthorized", "no"));
            app.call("direct:run-server", "all", Object.class);
        }
        assertThat(log.lines()).anyMatch(it -> it.startsWith("ERROR task all/bad: the run failed: GET " + server.url("bad") + " answered 400"))
                .last().asString().startsWith("ERROR task all: the run failed: GET " + server.url() + "/_dbs_info answered 401");
    }
}
