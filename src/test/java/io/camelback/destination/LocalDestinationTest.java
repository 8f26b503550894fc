package io.camelback.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalDestinationTest extends DestinationContract {

    private static Routes routes;
    private static int number;

    private Path directory;
    private Destination destination;

    @BeforeAll
    static void startRoutes() {
        routes = Routes.start();
    }

    @AfterAll
    static void stopRoutes() {
        routes.close();
    }

    @BeforeEach
    void add() {
        directory = local.resolve("b äck+ups 100% ${x} #?&{1}/kept");
        destination = routes.add("disk" + number++, "local", Map.of("directory", directory.toString()));
    }

    @Override
    Destination destination() {
        return destination;
    }

    @Override
    void leavePart(String key) throws IOException {
        Path part = directory.resolve(Keys.part(key, ""));
        Files.createDirectories(part.getParent());
        Files.writeString(part, "half of it, and more than there will be");
    }

    @Test
    void aDeadUploadIsListedUnderItsOwnName() throws IOException {
        leavePart("folder/a");
        assertThat(destination.listWithUploads("")).extracting(StoredObject::key).containsExactly("folder/.part-a");
    }

    @Test
    void objectsAreFilesUnderTheirKeys() throws IOException {
        destination.put("a/b", file("content"));
        assertThat(directory.resolve("a/b")).hasContent("content");
    }

    @Test
    void emptyFoldersAreRemoved() throws IOException {
        destination.put("a/b/c/d", file("x"));
        destination.put("a/e", file("x"));
        destination.delete("a/b/c/d");
        assertThat(directory.resolve("a/b")).doesNotExist();
        assertThat(directory.resolve("a/e")).exists();
    }

    @Test
    void aLinkIsFollowedToTheFolder() throws IOException {
        Path elsewhere = Files.createDirectories(local.resolve("elsewhere"));
        Files.createDirectories(directory.getParent());
        Files.createSymbolicLink(directory, elsewhere);
        destination.put("a/b", file("content"));
        assertThat(elsewhere.resolve("a/b")).hasContent("content");
        assertThat(destination.list("a")).containsExactly(new StoredObject("a/b", 7));
    }

    @Test
    void aFileInPlaceOfTheFolderIsNoEmptyDestination() throws IOException {
        Files.createDirectories(directory.getParent());
        Files.writeString(directory, "");
        assertThatThrownBy(() -> destination.list("")).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> destination.put("a", file("x"))).isInstanceOf(Failure.class);
    }

    @Test
    void aRelativeFolderIsRefused() {
        assertThatThrownBy(() -> routes.add("relative", "local", Map.of("directory", "backups"))).isInstanceOf(Failure.class)
                .hasMessageContaining("backups").hasMessageContaining("absolute");
    }
}
