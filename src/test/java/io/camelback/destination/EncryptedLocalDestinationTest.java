package io.camelback.destination;

import io.camelback.encryption.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A folder with a key keeps the contract as one without does. */
class EncryptedLocalDestinationTest extends DestinationContract {

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
        directory = local.resolve("backups");
        destination = routes.add("disk" + number++, "local", Map.of("directory", directory.toString(), "encryption.key", TestKeys.key(1)));
    }

    @Override
    Destination destination() {
        return destination;
    }

    @Override
    void seed(String key) throws IOException {
        write(key);
    }

    @Override
    void leavePart(String key) throws IOException {
        write(Keys.part(key, ""));
    }

    private void write(String key) throws IOException {
        Path file = directory.resolve(key);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }
}
