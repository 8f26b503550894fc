package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelback.demo.CouchClient;
import io.camelback.demo.Difference;
import io.camelback.demo.FtpServer;
import io.camelback.demo.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weeks of a task on a directory, S3 and FTP, by command: what is rolled up and cleaned up, and what comes back of it. */
class RollupTest {

    private static final Instant START = Instant.parse("2026-03-02T06:00:00Z");

    private final TestCouch couch = TestCouch.get();
    private final List<String> databases = new ArrayList<>();
    private final String source = couch.fresh();
    private final Map<Instant, Map<String, Map<String, JsonNode>>> states = new LinkedHashMap<>();

    @TempDir
    private Path directory;
    private S3Server s3;
    private FtpServer ftp;
    private Installation camelback;
    private Instant now = START;

    @BeforeEach
    void start() {
        databases.add(source);
        s3 = S3Server.start(directory.resolve("s3"), "access", "s3cret", "bucket");
        ftp = FtpServer.start(directory.resolve("ftp"), "user", "secret");
        camelback = new Installation(directory).local("local").task("all", source, "local, s3, ftp")
                .line("camelback.destinations.s3.type", "s3").line("camelback.destinations.s3.endpoint", s3.endpoint())
                .line("camelback.destinations.s3.bucket", "bucket").line("camelback.destinations.s3.accessKey", "access")
                .line("camelback.destinations.s3.secretKey", "s3cret")
                .line("camelback.destinations.ftp.type", "ftp").line("camelback.destinations.ftp.host", "127.0.0.1")
                .line("camelback.destinations.ftp.port", ftp.port()).line("camelback.destinations.ftp.username", "user")
                .line("camelback.destinations.ftp.password", "secret")
                .line("camelback.tasks.all.retention.delta", 3).line("camelback.tasks.all.retention.daily", 2)
                .line("camelback.tasks.all.retention.weekly", 1).line("camelback.tasks.all.retention.monthly", 1)
                .line("camelback.tasks.all.retention.yearly", 1);
        couch.client().bulkDocs(source, OddDocuments.plain());
    }

    @AfterEach
    void stop() {
        s3.close();
        ftp.close();
        databases.forEach(couch::drop);
    }

    /** Changes something, and runs the task. */
    private void run(String id) {
        couch.client().bulkDocs(source, List.of(CouchClient.object().put("_id", id).put("at", now.toString())));
        camelback.clock(now).run("backup", "all").expect(0);
        states.put(now, couch.client().leaves(source));
        now = now.plus(Duration.ofHours(12));
    }

    private JsonNode list() throws IOException {
        return new ObjectMapper().readTree(camelback.run("list", "all", "--json").expect(0).out());
    }

    private void restores(Instant point) {
        String target = couch.freshName();
        databases.add(target);
        camelback.run("restore", "all", "--to", couch.url() + "/" + target, "--at", point.toString()).expect(0);
        assertThat(Difference.between("as of " + point, states.get(point), couch.client().leaves(target))).isEmpty();
    }

    @Test
    void daysBecomeWeeksOnEveryDestinationAndAllThatIsListedComesBack() throws IOException {
        for (int i = 0; i < 40; i++) {
            run("document-" + i % 7 + "-" + i);
            camelback.run("rollup", "all").expect(0);
            camelback.run("cleanup", "all").expect(0);
        }
        assertThat(Difference.betweenFiles(directory.resolve("local"), s3.files(), ftp.files())).isEmpty();
        JsonNode list = list();
        System.err.println(camelback.run("list", "all").out());
        for (JsonNode point : list.path("restorePoints")) {
            restores(Instant.parse(point.asText()));
        }
    }
}
