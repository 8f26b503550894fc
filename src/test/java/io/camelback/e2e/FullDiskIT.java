package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process whose files can't grow beyond a limit, as on a disk that is full: a write fails in the middle of a file. */
class FullDiskIT {

    /** More than the libraries that are unpacked at the start. */
    private static final int LIMIT_KIB = 4 * 1024;

    @TempDir
    private Path directory;
    private StubSource source;

    @BeforeEach
    void start() {
        source = new StubSource(directory);
        Random random = new Random(7);
        for (int i = 0; i < 12; i++) {
            byte[] bytes = new byte[i < 8 ? 1_000 : 1_500_000];
            random.nextBytes(bytes);
            source.shop().put("doc-" + (10 + i), "{\"_id\":\"doc-" + (10 + i) + "\",\"_rev\":\"1-a\",\"x\":\"" + Base64.getEncoder().encodeToString(bytes)
                    + "\",\"_revisions\":{\"start\":1,\"ids\":[\"a\"]}}");
        }
    }

    @AfterEach
    void stop() {
        source.close();
    }

    @Test
    void theRunSaysSoAndCommitsNothingAndTheNextOneGoesOn() throws Exception {
        source.camelback.run("list", "shop");    // writes the configuration
        Process process = new ProcessBuilder("bash", "-c", "ulimit -f " + LIMIT_KIB + "; exec \"$@\"", "camelback",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
                "-Dcamelback.home=" + Path.of("").toAbsolutePath(), "-jar", Path.of("target/camelback.jar").toAbsolutePath().toString(),
                "backup", "shop", "--config", directory.resolve("application.properties").toString())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.PIPE).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isEqualTo(1);
        assertThat(said).hasLineCount(1).startsWith("camelback: Could not write ").contains("File too large. Check the free space of this disk");
        assertThat(source.manifests()).isEqualTo(List.of());
        assertThat(Files.exists(directory.resolve("staging/shop"))).isFalse();

        assertThat(source.backup(0).out()).contains("had stored 8 of these documents");
        source.isRestored();
    }
}
