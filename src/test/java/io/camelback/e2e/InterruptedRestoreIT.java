package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelback.stub.Documents;
import io.camelback.stub.StubCouch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, interrupted in the middle of a restore. */
@Timeout(120)
class InterruptedRestoreIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    /** They make more pages than are let through until the process has ended. */
    private static final int DOCUMENTS = 20_000;

    @TempDir
    private Path directory;

    @Test
    void aRestoreThatIsInterruptedEndsWith130AndSaysHowToGoOnAndDoesSo() throws Exception {
        try (StubCouch server = new StubCouch()) {
            Documents orders = server.database("orders", new Documents());
            for (int i = 0; i < DOCUMENTS; i++) {
                orders.put("d" + (10_000 + i), "{\"_id\":\"d" + (10_000 + i) + "\",\"_rev\":\"1-a\",\"_revisions\":{\"start\":1,\"ids\":[\"a\"]}}");
            }
            Installation camelback = new Installation(directory).local("local").line("camelback.tasks.orders.source", server.url("orders"))
                    .line("camelback.tasks.orders.destinations", "local").line("camelback.tasks.orders.parallel", 1);
            camelback.run("backup", "orders").expect(0);

            Semaphore pages = new Semaphore(2);
            server.always("_bulk_docs", (request, normal) -> {
                pages.acquireUninterruptibly();
                return normal.get();
            });
            Process process = start("restore", "orders", "--to", server.url("new"));
            try {
                await().atMost(LIMIT).until(pages::hasQueuedThreads);
                new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
                await().atMost(LIMIT).until(() -> {
                    pages.release();
                    return !process.isAlive();
                });
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.exitValue()).isEqualTo(130);
            assertThat(Files.readString(directory.resolve("log"))).isEqualTo(
                    "camelback: stopped before it was done. The same command goes on with what is left" + System.lineSeparator());
            assertThat(server.written("new").ids()).hasSizeBetween(2 * 500, DOCUMENTS - 1);

            server.behave();
            assertThat(camelback.run("restore", "orders", "--to", server.url("new")).expect(0).out())
                    .contains(": 20,000 documents (0 deleted)", "; gone on after d1");
            assertThat(server.written("new").ids()).hasSize(DOCUMENTS);
        }
    }

    private Process start(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-Dcamelback.home=" + Path.of("").toAbsolutePath(), "-jar", Path.of("target/camelback.jar").toAbsolutePath().toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).directory(directory.toFile()).redirectError(directory.resolve("log").toFile())
                .redirectOutput(directory.resolve("out").toFile()).start();
    }
}
