package io.camelback.destination;

import io.camelback.demo.S3Server;
import io.camelback.encryption.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A bucket with a key keeps the contract as one without does. */
class EncryptedS3DestinationTest extends ServerDestinationContract {

    private static final String BUCKET = "backups";

    @TempDir
    static Path served;

    private static S3Server server;
    private static Routes routes;
    private static int number;

    private String prefix;
    private Destination destination;

    @BeforeAll
    static void start() {
        server = S3Server.start(served, "access", SECRET, BUCKET);
        routes = Routes.start();
    }

    @AfterAll
    static void stop() {
        routes.close();
        server.close();
    }

    @BeforeEach
    void add() {
        prefix = "prefix " + number++ + "/";
        destination = add(Map.of());
    }

    private Destination add(Map<String, String> other) {
        Map<String, String> parameters = new HashMap<>(Map.of("bucket", BUCKET, "prefix", prefix, "accessKey", "access",
                "secretKey", SECRET, "endpoint", server.endpoint(), "partSize", "5242880", "encryption.key", TestKeys.key(1)));
        parameters.putAll(other);
        return routes.add("s3-" + number++, "s3", parameters);
    }

    @Override
    Destination destination() {
        return destination;
    }

    @Override
    Destination withPassword(String password) {
        return add(Map.of("secretKey", password));
    }

    @Override
    Destination onPort(int port) {
        return add(Map.of("endpoint", "http://127.0.0.1:" + port));
    }

    @Override
    void seed(String key) throws IOException {
        Path file = served.resolve(BUCKET).resolve(prefix + key);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }

    /** Uploads under way are no objects in S3; this is one that another program may have made. */
    @Override
    void leavePart(String key) throws IOException {
        seed(Keys.part(key, ""));
    }
}
