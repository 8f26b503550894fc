package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts Camelback, in an installation without sources: what it keeps of the classes makes starts quick, and breaks none. */
class LauncherIT {

    @TempDir
    private Path home;

    private String start(String javaOptions, String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(home.resolve("camelback").toString()), Stream.of(words)).toList());
        builder.environment().putAll(Map.of("JAVA_OPTS", javaOptions, "CAMELBACK_TASKS_ORDERS_SOURCE", "http://127.0.0.1:1/not-its-business"));
        Process process = builder.directory(home.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private void install() throws IOException {
        Path target = Files.createDirectory(home.resolve("target"));
        Files.copy(Path.of("camelback"), home.resolve("camelback"), StandardCopyOption.COPY_ATTRIBUTES);
        Path jar = Files.copy(Path.of("target/camelback.jar"), target.resolve("camelback.jar"));
        shift(jar, -1);
        Files.createSymbolicLink(target.resolve("lib"), Path.of("target/lib").toAbsolutePath());
        try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
            for (Path file : routes.toList()) {
                Files.copy(file, home.resolve(file.toString()));
            }
        }
    }

    private static void shift(Path file, int days) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Files.getLastModifiedTime(file).toInstant().plus(days, ChronoUnit.DAYS)));
    }

    private List<Path> classData() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("target"))) {
            return files.filter(it -> it.getFileName().toString().startsWith("classes")).toList();
        }
    }

    @Test
    void classesAreKeptReadyAndMadeAnewWhenTheirFileWasCut() throws Exception {
        install();
        String version = start("", "--version");
        assertThat(version).startsWith("camelback ").hasLineCount(1);
        assertThat(classData()).singleElement().satisfies(it -> assertThat(it).isRegularFile().isNotEmptyFile());
        assertThat(start("-Xlog:class+load", "--version")).containsPattern("io\\.camelback\\.cli\\.CamelbackCommand source: shared objects file");

        Path whole = classData().get(0);
        Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rw-------"));
        try (FileChannel file = FileChannel.open(whole, StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }
        assertThat(start("", "--version")).isEqualTo(version);
        assertThat(start("-Xlog:class+load", "--version")).contains("CamelbackCommand source: shared objects file");
    }

    @Test
    void aJarFromTheFutureStartsWithout() throws Exception {
        install();
        shift(home.resolve("target/camelback.jar"), 2);
        assertThat(start("", "--version")).startsWith("camelback ");
        assertThat(classData()).isEmpty();
    }

    @Test
    void whereNothingCanBeKeptItStartsWithout() throws Exception {
        install();
        Files.createFile(home.resolve("target/classes-0.jsa"));
        assertThat(start("-Xlog:class+load", "--version")).contains("CamelbackCommand source: ").doesNotContain("CamelbackCommand source: shared");
        assertThat(classData()).singleElement().satisfies(it -> assertThat(it).isEmptyFile());
    }
}
