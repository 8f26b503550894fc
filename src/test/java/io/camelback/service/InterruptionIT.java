package io.camelback.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, ended in the middle of a run. */
class InterruptionIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    /** Each is asked for alone; more than are let through until the process has ended. */
    private static final int DOCUMENTS = 300;

    @TempDir
    Path folder;

    private final FakeCouchDb couch = new FakeCouchDb();
    private Process process;

    @BeforeEach
    void configure() throws IOException {
        for (int i = 0; i < DOCUMENTS; i++) {
            couch.add("order-" + i);
        }
        Files.writeString(folder.resolve("application.properties"), """
                camelback.retries = 1
                camelback.retryDelay = 1
                camelback.destinations.nas.type = local
                camelback.destinations.nas.directory = nas
                camelback.tasks.orders.source = %s/orders
                camelback.tasks.orders.username = user
                camelback.tasks.orders.destinations = nas
                camelback.tasks.orders.chunkSize = 1
                camelback.tasks.orders.schedule = 0 2 * * *
                """.formatted(couch.url()));
    }

    @AfterEach
    void end() {
        couch.close();
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void aServiceThatIsStoppedInTheMiddleOfARunLeavesNothingHalfDone() throws Exception {
        couch.closeGate();
        start("run");
        await().atMost(LIMIT).until(() -> couch.waiting() == 1);
        process.destroy();
        letDocumentsPassUntilTheProcessEnds();
        assertThat(exitCode()).isZero();
        assertThat(log()).doesNotContain("ERROR").contains("stopping").contains("task orders: stopped before it was done");
        assertNothingIsThere();
        assertTheNextRunWorks();
    }

    @Test
    void aSourceThatHangsDoesNotKeepTheServiceAlive() throws Exception {
        couch.closeGate();
        start("run");
        await().atMost(LIMIT).until(() -> couch.waiting() == 1);
        process.destroy();
        assertThat(exitCode()).isZero();
        assertThat(log()).doesNotContain("ERROR");
        assertThat(Manifests.in(folder.resolve("nas"))).isZero();
        assertTheNextRunWorks();
    }

    @Test
    void aBackupThatIsStoppedLeavesNothingHalfDoneAndEndsWith130() throws Exception {
        couch.closeGate();
        start("backup", "orders", "--json");
        await().atMost(LIMIT).until(() -> couch.waiting() == 1);
        process.destroy();
        letDocumentsPassUntilTheProcessEnds();
        assertThat(exitCode()).isEqualTo(130);
        assertThat(log()).isEqualTo("camelback: stopped before it was done" + System.lineSeparator());
        assertThat(folder.resolve("out")).hasContent("{\"error\":\"stopped before it was done\",\"exitCode\":130}");
        assertNothingIsThere();
        assertTheNextRunWorks();
    }

    /** No chance to clear up: what is left behind is in nobody's way. */
    @Test
    void aBackupThatIsKilledIsInNobodysWay() throws Exception {
        couch.closeGate();
        start("backup", "orders");
        await().atMost(LIMIT).until(() -> couch.waiting() == 1);
        process.destroyForcibly();
        exitCode();
        assertThat(Manifests.in(folder.resolve("nas"))).isZero();
        assertTheNextRunWorks();
    }

    private void assertNothingIsThere() throws IOException {
        assertThat(Manifests.in(folder.resolve("nas"))).isZero();
        assertStagingIsEmpty();
    }

    private void letDocumentsPassUntilTheProcessEnds() {
        await().atMost(LIMIT).until(() -> {
            couch.letOnePass();
            return !process.isAlive();
        });
    }

    private void assertTheNextRunWorks() throws Exception {
        couch.openGate();
        start(Map.of("CAMELBACK_TASKS_ORDERS_CHUNKSIZE", "1000"), "backup", "orders");
        assertThat(exitCode()).as(log()).isZero();
        assertThat(Manifests.in(folder.resolve("nas"))).isEqualTo(1);
        assertStagingIsEmpty();
    }

    /** But for the file that the task is locked by. */
    private void assertStagingIsEmpty() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("staging"))) {
            assertThat(files.map(it -> it.getFileName().toString())).containsExactly("orders.lock");
        }
    }

    private void start(String... words) throws IOException {
        start(Map.of(), words);
    }

    /** The password comes as an operator would give it. */
    private void start(Map<String, String> environment, String... words) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = Stream.concat(Stream.of(java.toString(), "-XX:TieredStopAtLevel=1", "-Dcamelback.home=" + Path.of("").toAbsolutePath(), "-jar",
                Path.of("target/camelback.jar").toAbsolutePath().toString()), Stream.of(words)).toList();
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(folder.resolve("log").toFile())
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("CAMELBACK_TASKS_ORDERS_PASSWORD", "secret");
        builder.environment().putAll(environment);
        process = builder.start();
    }

    private int exitCode() throws InterruptedException {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("the process ends").isTrue();
        return process.exitValue();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }
}
