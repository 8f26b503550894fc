package io.camelback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {

    @TempDir
    Path parent;

    @Test
    void everythingGoesWithTheJob() throws IOException {
        try (Staging staging = Staging.in(parent.resolve("not/yet"), "orders")) {
            Files.writeString(staging.file("one"), "1");
            Files.writeString(staging.fresh(), "2");
            Files.createDirectories(staging.file("folder/folder"));
            assertThat(parent.resolve("not/yet/orders/one")).exists();
        }
        assertThat(parent.resolve("not/yet")).isEmptyDirectory();
    }

    @Test
    void freshNamesAreNobodyElses() {
        try (Staging staging = Staging.in(parent, "orders")) {
            assertThat(Stream.generate(staging::fresh).limit(100).distinct().count()).isEqualTo(100);
        }
    }

    @Test
    void closingTwiceDoesNoHarm() {
        Staging staging = Staging.in(parent, "restore-" + UUID.randomUUID());
        staging.close();
        staging.close();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatADeadJobOfTheSameNameLeftIsRemoved() throws IOException {
        Files.createDirectories(parent.resolve("orders/folder"));
        Files.writeString(parent.resolve("orders/folder/part-0"), "old");
        try (Staging staging = Staging.in(parent, "orders")) {
            assertThat(parent.resolve("orders")).isEmptyDirectory();
        }
    }

    @Test
    void whatADeadJobOfADrawnNameLeftIsRemovedByTheNextOne() throws IOException {
        Path dead = parent.resolve("restore-" + UUID.randomUUID());
        Files.createDirectories(dead);
        Files.writeString(dead.resolve("part-0"), "old");
        Files.createFile(parent.resolve(dead.getFileName() + ".held"));
        try (Staging staging = Staging.in(parent, "orders")) {
            assertThat(names()).containsExactly("orders");
        }
    }

    @Test
    void whatOthersAreAtIsLeftToThem() throws IOException {
        Files.createDirectories(parent.resolve("customers"));
        Files.writeString(parent.resolve("customers.lock"), "");
        try (Staging restore = Staging.in(parent, "restore-" + UUID.randomUUID())) {
            Path part = restore.fresh();
            Files.writeString(part, "mine");
            try (Staging export = Staging.in(parent, "export-" + UUID.randomUUID()); Staging orders = Staging.in(parent, "orders")) {
                assertThat(part).hasContent("mine");
            }
            assertThat(part).hasContent("mine");
        }
        assertThat(names()).containsExactly("customers", "customers.lock");
    }

    @Test
    void aDirectoryThatCannotBeUsedIsNamed() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> Staging.in(file, "orders"))
                .withMessageContaining("the staging directory " + file + " can't be used").withMessageContaining("camelback.staging.directory");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.map(it -> it.getFileName().toString()).sorted().toList();
        }
    }
}
