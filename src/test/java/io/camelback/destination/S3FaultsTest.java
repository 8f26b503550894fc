package io.camelback.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.camelback.demo.S3Server;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections to S3 that break in the middle. */
class S3FaultsTest {

    private static final int SIZE = 12 * 1024 * 1024;

    @TempDir
    Path local;

    private S3Server server;
    private CuttingProxy network;
    private Routes routes;
    private Destination destination;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        server = S3Server.start(local.resolve("s3"), "access", "secret", "bucket");
        network = new CuttingProxy(server.port());
        routes = Routes.start();
        destination = routes.add("s3", "s3", Map.of("bucket", "bucket", "accessKey", "access", "secretKey", "secret",
                "endpoint", "http://127.0.0.1:" + network.port(), "partSize", "5242880"));
        byte[] content = new byte[SIZE];
        new Random(3).nextBytes(content);
        file = Files.write(local.resolve("file"), content);
    }

    @AfterEach
    void stop() throws IOException {
        routes.close();
        network.close();
        server.close();
    }

    private void isWhole() throws IOException {
        Path target = local.resolve("target");
        destination.get("a", target);
        assertThat(Files.mismatch(target, file)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 100_000, 3_000_000, 7_000_000})
    void aPutThatBreaksOffOnceIsMadeAgainFromTheStart(long bytes) throws IOException {
        network.cutUp(1, bytes);
        destination.put("a", file);
        assertThat(network.left()).isZero();
        isWhole();
    }

    @Test
    void aPutThatBreaksOffAlwaysLeavesNothing() {
        network.cutUp(1_000, 3_000_000);
        Failure failure = catchThrowableOfType(Failure.class, () -> destination.put("a", file));
        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        network.cutUp(0, 0);
        assertThat(destination.list("")).isEmpty();
    }

    @Test
    void aPutThatBreaksOffLeavesTheObjectOfBefore() throws IOException {
        destination.put("a", file);
        Path other = Files.write(local.resolve("other"), new byte[SIZE]);
        network.cutUp(1_000, 3_000_000);
        assertThat(catchThrowableOfType(Failure.class, () -> destination.put("a", other))).isNotNull();
        network.cutUp(0, 0);
        isWhole();
    }

    @Test
    void aGetThatBreaksOffOnceIsMadeAgain() throws IOException {
        destination.put("a", file);
        network.cutDown(1, 4_000_000);
        isWhole();
        assertThat(network.left()).isZero();
    }

    @Test
    void aGetThatBreaksOffAlwaysLeavesNoFile() {
        destination.put("a", file);
        network.cutDown(1_000, 4_000_000);
        Failure failure = catchThrowableOfType(Failure.class, () -> destination.get("a", local.resolve("target")));
        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(local.resolve("target")).doesNotExist();
        assertThat(local.resolve(".part-target")).doesNotExist();
    }
}
