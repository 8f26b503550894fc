package io.camelback.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.demo.FtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FtpDestinationTest extends ServerDestinationContract {

    @TempDir
    static Path served;

    private static FtpServer server;
    private static Routes routes;
    private static int number;

    private String directory;
    private Destination destination;

    @BeforeAll
    static void start() {
        server = FtpServer.start(served, "us er+1@example.com", SECRET);
        routes = Routes.start();
    }

    @AfterAll
    static void stop() {
        routes.close();
        server.close();
    }

    @BeforeEach
    void add() {
        directory = "b äck+ups ${x} #?& " + number++ + "/kept";
        destination = add(Map.of());
    }

    private Destination add(Map<String, String> other) {
        Map<String, String> parameters = new HashMap<>(Map.of("host", "127.0.0.1", "port", String.valueOf(server.port()),
                "directory", directory, "username", "us er+1@example.com", "password", SECRET));
        parameters.putAll(other);
        return routes.add("ftp" + number++, "ftp", parameters);
    }

    @Override
    Destination destination() {
        return destination;
    }

    @Override
    Destination withPassword(String password) {
        return add(Map.of("password", password));
    }

    @Override
    Destination onPort(int port) {
        return add(Map.of("port", String.valueOf(port)));
    }

    @Override
    void seed(String key) throws IOException {
        Path file = served.resolve(directory).resolve(key);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }

    @Override
    void leavePart(String key) throws IOException {
        seed(Keys.part(key, ""));
        seed(Keys.aside(key));
    }

    @Test
    void objectsAreFilesBelowTheDirectory() throws IOException {
        destination.put("a/b", file("content"));
        assertThat(served.resolve(directory).resolve("a/b")).hasContent("content");
        assertThat(served.resolve(directory).resolve("a").toFile().list()).containsExactly("b");
    }

    @Test
    void theDirectoryMayBeAbsoluteOrNone() throws IOException {
        add(Map.of("directory", "/" + directory)).put("absolute", file("x"));
        assertThat(served.resolve(directory).resolve("absolute")).exists();
        Destination home = add(Map.of("directory", ""));
        home.put("at home/file", file("x"));
        assertThat(served.resolve("at home/file")).exists();
        assertThat(home.list("at home/")).containsExactly(new StoredObject("at home/file", 1));
        assertThat(add(Map.of("directory", "/")).list("at home/")).containsExactly(new StoredObject("at home/file", 1));
    }

    @Test
    void replacingLeavesNothingBehind() throws IOException {
        destination.put("a/b", file("first"));
        destination.put("a/b", file("second"));
        assertThat(served.resolve(directory).resolve("a").toFile().list()).containsExactly("b");
    }

    @Test
    void emptyFoldersAreRemoved() throws IOException {
        destination.put("a/b/c/d", file("x"));
        destination.put("a/e", file("x"));
        destination.delete("a/b/c/d");
        assertThat(served.resolve(directory).resolve("a/b")).doesNotExist();
        assertThat(served.resolve(directory).resolve("a/e")).exists();
    }
}
