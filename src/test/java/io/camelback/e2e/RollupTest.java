package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import io.camelback.demo.Difference;
import io.camelback.demo.FtpServer;
import io.camelback.demo.S3Server;
import java.io.IOException;
import java.nio.file.Files;
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
        for (int i = 0; i < 26; i++) {
            run("document-" + i % 7 + "-" + i);
            if (i % 8 == 1) {
                camelback.run("rollup", "all").expect(0);
                camelback.run("cleanup", "all").expect(0);
            }
        }
        assertThat(Difference.betweenFiles(directory.resolve("local"), s3.files(), ftp.files())).isEmpty();
        JsonNode list = list();
        List<String> levels = new ArrayList<>();
        list.path("archives").forEach(it -> levels.add(it.path("level").asText()));
        assertThat(levels).contains("baseline", "weekly", "daily", "delta");
        for (JsonNode point : list.path("restorePoints")) {
            restores(Instant.parse(point.asText()));
        }
    }

    @Test
    void whatIsMergedInSeveralRangesIsIntactAndComesBack() throws IOException {
        camelback.line("camelback.tasks.all.batchBytes", "1k");
        for (int i = 0; i < 8; i++) {
            List<ObjectNode> documents = new ArrayList<>();
            for (int j = 0; j < 40; j++) {
                documents.add(CouchClient.object().put("_id", "shared-" + j + (j % 3 == 0 ? "" : "-" + i)).put("_rev", i + 1 + "-" + "a".repeat(32))
                        .put("text", "x".repeat(100 + j)));
            }
            couch.client().bulkDocsAsIs(source, documents);    // a third of them get one leaf revision more each time
            run("document-" + i);
        }
        JsonNode rollup = new ObjectMapper().readTree(camelback.run("rollup", "all", "--json").expect(0).out()).path("archives");
        assertThat(rollup).hasSizeGreaterThan(0);
        camelback.clock(now.plus(Duration.ofDays(2))).run("cleanup", "all").expect(0);

        assertThat(list().path("archives").toString()).contains(rollup.get(0).asText());
        assertThat(camelback.run("verify", "all").expect(0).out()).contains("intact");
        assertThat(Difference.betweenFiles(directory.resolve("local"), s3.files(), ftp.files())).isEmpty();
        for (JsonNode point : list().path("restorePoints")) {
            restores(Instant.parse(point.asText()));
        }
    }

    @Test
    void aRollupOfWhatIsDamagedEverywhereIsNamedAndTheOthersAreMade() throws IOException {
        for (int i = 0; i < 8; i++) {
            run("document-" + i);
        }
        String archive = list().at("/archives/2/id").asText();
        for (Path files : List.of(directory.resolve("local"), s3.files(), ftp.files())) {
            Path batch = files.resolve("all").resolve(archive).resolve("00000.jsonl.zst");
            byte[] bytes = Files.readAllBytes(batch);
            bytes[bytes.length / 2] ^= 1;
            Files.write(batch, bytes);
        }
        Installation.Result result = camelback.run("rollup", "all").expect(5);
        assertThat(result.out()).contains("1 rolled up", "/daily/");
        assertThat(result.err()).contains(archive + "/00000.jsonl.zst is damaged", "No other destination within reach has an intact copy");
        assertThat(list().path("restorePoints")).as("nothing was given up").hasSize(8);
    }

    @Test
    void aDryRunTellsWhatWouldBeDoneAndDoesNothing() throws IOException {
        for (int i = 0; i < 8; i++) {
            run("document-" + i);
        }
        JsonNode before = list();
        assertThat(camelback.run("rollup", "all", "--dry-run").expect(0).out()).contains("2 rollups, 0 copies to be made", "daily 2026-03-02",
                "1 archive", "daily 2026-03-03", "2 archives");
        JsonNode plan = new ObjectMapper().readTree(camelback.run("rollup", "all", "--dry-run", "--json").expect(0).out());
        assertThat(plan.at("/rollups/1/level").asText()).isEqualTo("daily");
        assertThat(plan.at("/rollups/1/inputs")).hasSize(2);
        assertThat(list()).isEqualTo(before);

        JsonNode result = new ObjectMapper().readTree(camelback.run("rollup", "all", "--json").expect(0).out());
        assertThat(result.path("archives")).hasSize(2);
        JsonNode cleanup = new ObjectMapper().readTree(camelback.run("cleanup", "all", "--dry-run", "--json").expect(0).out());
        assertThat(cleanup.path("removals")).hasSize(3 * 3);
        assertThat(cleanup.at("/removals/0/why").asText()).isEqualTo("replaced");
        assertThat(cleanup.at("/removals/0/by").asText()).isEqualTo(result.at("/archives/1").asText());
        assertThat(camelback.run("cleanup", "all").expect(0).out()).contains("nothing to remove");
        camelback.clock(now.plus(Duration.ofDays(2)));
        assertThat(camelback.run("cleanup", "all").expect(0).out()).contains("9 removed");
    }
}
