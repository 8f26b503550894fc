package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.catalog.Chain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rollups and cleanups in processes that are killed when so many files have come or gone, drawn by a seed: the next run finishes the
 * work, and every restore point is what the database was.
 */
class KilledUpkeepIT {

    private static final int KILLS = 20;
    private static final int RUNS_BETWEEN = 6;

    private final Random random = new Random(7);

    @TempDir
    private Path directory;

    @Test
    void aRollupOrCleanupThatIsKilledIsFinishedByTheNextOne() throws Exception {
        int inTheMiddle = 0;
        try (Rehearsal rehearsal = new Rehearsal(directory, Instant.parse("2026-02-20T01:00:00Z"), 5, "3", "2", "2", "1", "0")) {
            rehearsal.run(false);
            for (int kill = 0; kill < KILLS; kill += 2) {
                for (int i = 0; i < RUNS_BETWEEN; i++) {
                    rehearsal.pass(Duration.ofHours(9));
                    rehearsal.run(false);
                }
                inTheMiddle += killed(rehearsal, "rollup") ? 1 : 0;
                rehearsal.compare();
                rehearsal.rollup();
                assertThat(rehearsal.rollup().plan().rollups()).as("after a whole one there is nothing to do").isEmpty();
                rehearsal.compare();
                rehearsal.pass(Duration.ofHours(25));
                inTheMiddle += killed(rehearsal, "cleanup") ? 1 : 0;
                rehearsal.compare();
                rehearsal.cleanup();
                assertThat(rehearsal.cleanup().removed()).isEmpty();
                rehearsal.compare();
            }
            for (Chain point : rehearsal.catalog().chains().points()) {
                rehearsal.restore(point.point());
            }
            rehearsal.pass(Duration.ofHours(25));
            rehearsal.cleanup();
            assertThat(files().stream().filter(it -> it.contains("manifest.json")).map(it -> it.substring(0, it.lastIndexOf('/'))).distinct().count())
                    .as("what was uploaded in vain is gone too").isEqualTo(files().stream().filter(it -> !it.contains("last-run"))
                            .map(it -> it.substring(0, it.lastIndexOf('/'))).distinct().count());
        }
        assertThat(inTheMiddle).as("killed before the end of their work").isGreaterThan(KILLS / 2);
    }

    /** Whether the process was killed before it ended by itself. */
    private boolean killed(Rehearsal rehearsal, String verb) throws Exception {
        int changes = 1 + random.nextInt(25);
        Set<String> before = files();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-Dcamelback.home=" + Path.of("").toAbsolutePath(),
                "-jar", Path.of("target/camelback.jar").toAbsolutePath().toString(), verb, Rehearsal.TASK, "--config", rehearsal.config.toString()))
                .redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile());
        builder.environment().put("CAMELBACK_CLOCK", rehearsal.now().toString());
        Process process = builder.start();
        try {
            while (process.isAlive() && changed(before) < changes) {
                process.waitFor(1, TimeUnit.MILLISECONDS);
            }
            boolean alive = process.isAlive();
            process.destroyForcibly();
            int code = process.waitFor();
            assertThat(alive || code == 0).as(Files.readString(directory.resolve("log"))).isTrue();
            return code != 0;
        } finally {
            process.destroyForcibly();
        }
    }

    private int changed(Set<String> before) {
        Set<String> now = files();
        Set<String> gone = new HashSet<>(before);
        gone.removeAll(now);
        now.removeAll(before);
        return gone.size() + now.size();
    }

    /** Files of both destinations; they may come and go meanwhile. */
    private Set<String> files() {
        Set<String> files = new HashSet<>();
        for (String destination : List.of("disk", "nas")) {
            try (Stream<Path> walk = Files.walk(directory.resolve(destination))) {
                walk.filter(it -> it.getFileName().toString().contains(".j")).forEach(it -> files.add(it.toString()));
            } catch (IOException | UncheckedIOException e) {
                // the next look finds them
            }
        }
        return files;
    }
}
