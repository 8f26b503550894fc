package io.camelback.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.stub.Generated;
import io.camelback.stub.StubCouch;
import io.camelback.stub.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Needs the jar that {@code mvn package} makes. */
class ScaleIT {

    private static final Path HOME = Path.of("").toAbsolutePath();

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void manySmallDocumentsPassThroughLittleMemory() throws Exception {
        pass(200_000, 1_024);
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void largeDocumentsPassThroughLittleMemory() throws Exception {
        pass(2_000, 1_024 * 1_024);
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void documentsLargerThanCouchDbTakesByDefaultPassThroughLittleMemory() throws Exception {
        pass(8, 16 * 1_024 * 1_024);
    }

    private void pass(int count, int size) throws Exception {
        try (StubCouch server = new StubCouch()) {
            Generated source = server.database("source", new Generated(count, size));
            Tally target = server.database("target", new Tally());
            Files.writeString(directory.resolve("application.properties"), String.join("\n",
                    "camelback.destinations.disk.type = local",
                    "camelback.destinations.disk.directory = stored",
                    "camelback.tasks.scale.source = " + server.url("source"),
                    "camelback.tasks.scale.destinations = disk"));

            run("backup", "scale");
            run("restore", "scale", "--to", server.url("target"));

            assertThat(target.documents()).isEqualTo(count);
            assertThat(target.bytes()).isEqualTo(source.bytes());
            assertThat(target.sum()).as("every byte of every leaf").isEqualTo(source.sum());
        }
    }

    private void run(String... words) throws IOException, InterruptedException {
        List<String> java = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-Dcamelback.home=" + HOME, "-jar", HOME.resolve("target/camelback.jar").toString());
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(Stream.concat(java.stream(), Stream.of(words)).toList())
                .directory(directory.toFile()).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor()).as(() -> text(output)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
