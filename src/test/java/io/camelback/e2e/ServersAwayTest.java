package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.demo.FtpServer;
import io.camelback.demo.S3Server;
import io.camelback.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory, S3 and FTP, whose servers are away for long, fall silent, or stand behind a bad network. */
class ServersAwayTest {

    @TempDir
    private Path directory;

    private S3Server s3;
    private FtpServer ftp;
    private FaultyNetwork s3Network;
    private FaultyNetwork ftpNetwork;
    private FaultyTask task;

    @BeforeEach
    void start() throws IOException {
        s3 = S3Server.start(directory.resolve("two"), "access", "s3cret", "bucket");
        ftp = FtpServer.start(directory.resolve("three"), "user", "secret");
        s3Network = new FaultyNetwork(s3.port(), 1);
        ftpNetwork = new FaultyNetwork(ftp.port(), 2);
        task = new FaultyTask(directory, "camelback.retries = 1",
                "camelback.destinations.one.type = local", "camelback.destinations.one.directory = " + directory.resolve("one"),
                "camelback.destinations.two.type = s3", "camelback.destinations.two.endpoint = http://127.0.0.1:" + s3Network.port(),
                "camelback.destinations.two.bucket = bucket", "camelback.destinations.two.accessKey = access",
                "camelback.destinations.two.secretKey = s3cret", "camelback.destinations.two.timeout = 400",
                "camelback.destinations.two.connectTimeout = 400",
                "camelback.destinations.three.type = ftp", "camelback.destinations.three.host = 127.0.0.1",
                "camelback.destinations.three.port = " + ftpNetwork.port(), "camelback.destinations.three.username = user",
                "camelback.destinations.three.password = secret", "camelback.destinations.three.timeout = 400",
                "camelback.destinations.three.connectTimeout = 400");
    }

    @AfterEach
    void stop() {
        task.close();
        s3Network.close();
        ftpNetwork.close();
        s3.close();
        ftp.close();
    }

    private Map<String, byte[]> objects(String destination) {
        Path root = destination.equals("two") ? s3.files() : directory.resolve(destination);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).collect(Collectors.toMap(it -> root.relativize(it).toString(), ServersAwayTest::bytes,
                    (one, other) -> one, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<String> run() {
        task.pass(Duration.ofHours(12));
        task.change();
        Set<String> failed = task.backup().destinations().entrySet().stream().filter(it -> it.getValue().isPresent()).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        task.record();
        return failed;
    }

    private Set<String> upkeep() {
        Set<String> failed = new TreeSet<>(task.rollup().destinations().keySet());
        task.pass(Duration.ofHours(2));
        failed.addAll(task.cleanup().destinations().keySet());
        task.pass(Duration.ofHours(2));
        failed.addAll(task.cleanup().destinations().keySet());    // of attachments, what the one before has noted
        return failed;
    }

    @Test
    void oneThatWasDeadForSeveralRunsAndARollupIsTheSameAsTheOthersAfterASyncAndAfterARun() {
        int port = s3.port();
        s3.close();
        for (int i = 0; i < 4; i++) {
            assertThat(run()).containsExactly("two");
        }
        assertThat(upkeep()).containsExactly("two");
        s3 = S3Server.start(directory.resolve("two"), "access", "s3cret", "bucket", port);

        assertThat(task.sync()).matches(it -> it.destinations().isEmpty() && it.problems().isEmpty() && !it.copied().isEmpty());
        task.isTidy(this::objects);

        s3.close();
        for (int i = 0; i < 4; i++) {
            assertThat(run()).containsExactly("two");
        }
        assertThat(upkeep()).containsExactly("two");
        s3 = S3Server.start(directory.resolve("two"), "access", "s3cret", "bucket", port);

        assertThat(run()).isEmpty();
        assertThat(upkeep()).isEmpty();
        assertThat(upkeep()).isEmpty();
        task.isTidy(this::objects);
        task.compare();
        task.restore();
    }

    /** A network that cuts connections, slows them down, and now and then loses a server's answers. */
    @Test
    void whatABadNetworkDoesIsReportedOrDoesNoHarmAndTheNextGoodRunHealsIt() {
        for (int round = 0; round < 3; round++) {
            s3Network.rough(2, 1);
            ftpNetwork.rough(6, 1);
            reported(this::run);
            reported(this::run);
            reported(() -> task.rollup().destinations().keySet());
            reported(() -> task.cleanup().destinations().keySet());
            reported(() -> task.sync().destinations().keySet());
            s3Network.rough(0, 0);
            ftpNetwork.rough(0, 0);
            task.record();
            task.compare();
        }
        assertThat(s3Network.faults()).as("it was a bad network").isPositive();
        assertThat(ftpNetwork.faults()).as("it was a bad network").isPositive();
        assertThat(run()).isEmpty();
        assertThat(task.sync()).matches(it -> it.destinations().isEmpty() && it.problems().isEmpty());
        assertThat(upkeep()).isEmpty();
        assertThat(upkeep()).isEmpty();
        task.compare();
        task.restore();
        isTidyInTheEnd();
    }

    /**
     * A server may carry out what a connection had asked for long after that is dead: an FTP server makes a file 10 s later, or writes on as long as
     * a silent connection lasts. The next cleanup removes that too.
     */
    private void isTidyInTheEnd() {
        long latest = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        for (boolean tidy = false; !tidy;) {
            try {
                task.isTidy(this::objects);
                tidy = true;
            } catch (AssertionError e) {
                if (System.nanoTime() > latest) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                assertThat(upkeep()).isEmpty();
            }
        }
    }

    private static void reported(Supplier<Set<String>> verb) {
        try {
            assertThat(verb.get()).isSubsetOf("two", "three");
        } catch (Failure e) {
            assertThat(e.getMessage()).containsAnyOf("destination two", "destination three");
        }
    }

    /** A server that takes connections and says nothing is given up when it has been silent for as long as is set, as often as is set. */
    @Test
    @Timeout(100)
    void silentServersAreGivenUp() {
        s3Network.rough(0, 100);
        ftpNetwork.rough(0, 100);
        assertThat(run()).containsExactlyInAnyOrder("two", "three");
    }
}
