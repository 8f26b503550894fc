package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.cli.App;
import io.camelback.demo.CouchClient;
import io.camelback.job.StopSignal;
import io.camelback.verify.TestRestoreResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code verify}: what it says, with which code it ends, what it leaves behind. */
class VerifyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestCouch couch = TestCouch.get();
    private final String source = couch.fresh();
    private final List<String> points = new ArrayList<>();

    @TempDir
    private Path directory;
    private Installation camelback;

    @BeforeEach
    void start() throws IOException {
        camelback = new Installation(directory).local("disk").local("nas").task("One", source, "disk, nas")
                .line("camelback.tasks.One.attachmentLimit", "1k");
        Instant now = Instant.parse("2026-03-01T02:00:00Z");
        for (int i = 0; i < 3; i++) {
            now = now.plus(Duration.ofHours(1));
            couch.client().bulkDocs(source, List.of(document("a" + i, 5000 + i), document("b" + i, 50), CouchClient.object().put("_id", "c" + i)));
            points.add(JSON.readTree(camelback.clock(now).run("backup", "One", "--json").expect(0).out()).path("restorePoint").asText());
        }
    }

    @AfterEach
    void drop() {
        couch.drop(source);
    }

    private static ObjectNode document(String id, int bytes) {
        byte[] data = new byte[bytes];
        new Random(bytes).nextBytes(data);
        ObjectNode document = CouchClient.object().put("_id", id);
        document.withObject("/_attachments").putObject("file").put("content_type", "image/png").put("data", Base64.getEncoder().encodeToString(data));
        return document;
    }

    /** By the names of their folders. */
    private List<String> keys(String destination, String ending) throws IOException {
        Path root = directory.resolve(destination);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(it -> it.toString().endsWith(ending)).map(it -> root.relativize(it).toString())
                    .sorted(Comparator.comparing(it -> it.substring(it.lastIndexOf('/', it.lastIndexOf('/') - 1)))).toList();
        }
    }

    private void damage(String destination, String key) throws IOException {
        Path file = directory.resolve(destination).resolve(key);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private JsonNode verified(String destination) throws IOException {
        return JSON.readTree(directory.resolve(destination).resolve("One/verified.json").toFile());
    }

    private List<String> scratchDatabases() {
        List<String> names = new ArrayList<>();
        couch.client().get("/_all_dbs").forEach(it -> names.add(it.asText()));
        return names.stream().filter(it -> it.startsWith("camelback-test-one-")).toList();
    }

    @Test
    void whatIsIntactIsNotedAndToldByTheStatus() throws IOException {
        assertThat(camelback.run("status", "One", "--json").expect(0).out()).contains("\"verified\":{}");
        assertThat(camelback.run("verify", "One").expect(0).out()).contains("One: intact, ", "disk: 3 archives, 6 files, 3 attachments, ",
                "; everything up to restore point " + points.get(2) + " is intact");
        assertThat(verified("nas").path("point").asText()).isEqualTo(points.get(2));
        assertThat(camelback.run("status", "One").expect(0).out()).contains("  verified       disk: intact as of 2026-03-01T05:00:00Z");
    }

    @Test
    void damageIsNamedWithWhatIsLostAndWhoHasItIntactUntilItIsFoundIntact() throws IOException {
        String batch = keys("disk", "00000.jsonl.zst").get(1);
        byte[] intact = Files.readAllBytes(directory.resolve("disk").resolve(batch));
        damage("disk", batch);
        JsonNode result = JSON.readTree(camelback.run("verify", "One", "--json").expect(5).out());
        JsonNode disk = result.at("/destinations/disk");
        assertThat(disk.at("/damaged/0/key").asText()).isEqualTo(batch);
        assertThat(disk.at("/damaged/0/intactOn").toString()).isEqualTo("[\"nas\"]");
        assertThat(disk.path("lost").toString()).isEqualTo("[\"" + points.get(1) + "\",\"" + points.get(2) + "\"]");
        assertThat(disk.path("point").asText()).isEqualTo(points.get(0));
        assertThat(result.at("/destinations/nas/damaged")).isEmpty();
        assertThat(verified("disk").at("/damaged/0/key").asText()).isEqualTo(batch);
        assertThat(camelback.run("status", "One").expect(6).out()).contains("One: DAMAGED", "  DAMAGED        disk: 1 objects as of");
        Files.write(directory.resolve("disk").resolve(batch), intact);
        assertThat(camelback.run("verify", "One", "--sample", "1%").expect(0).out()).contains("by a sample of 1%");
        assertThat(verified("disk").path("damaged")).isEmpty();
        assertThat(verified("disk").path("sample").asText()).isEqualTo("1%");
        assertThat(verified("disk").path("point").asText()).as("of which everything was read, by the verify before").isEqualTo(points.get(0));
    }

    @Test
    void aDamagedAttachmentAndAMissingArchiveAreNamed() throws IOException {
        String object;
        try (Stream<Path> files = Files.walk(directory.resolve("nas/attachments"))) {
            object = files.filter(Files::isRegularFile).map(it -> directory.resolve("nas").relativize(it).toString()).findFirst().orElseThrow();
        }
        damage("nas", object);
        assertThat(camelback.run("verify", "One", "--destination", "nas").expect(5).out())
                .contains(object + ": it is not what its digest says; intact on disk", "camelback sync One");
        assertThat(directory.resolve("disk/One/verified.json")).doesNotExist();
        Files.delete(directory.resolve("disk").resolve(keys("disk", "manifest.json").get(2)));
        assertThat(camelback.run("verify", "One", "--destination", "disk").expect(6).out()).contains("lacks ");
        Files.delete(directory.resolve("nas").resolve(keys("nas", "manifest.json").get(2)));
        assertThat(camelback.run("verify", "One", "--destination", "disk").expect(5).out()).contains("manifest.json: it is gone, and the run of");
    }

    @Test
    void aDestinationOutOfReachIsLeftOutAndALostLinkIsAGap() throws IOException {
        String first = keys("disk", "manifest.json").get(1);
        Files.delete(directory.resolve("disk").resolve(first));
        Files.delete(directory.resolve("nas").resolve(first));
        assertThat(camelback.run("verify", "One").expect(5).out()).contains("no chain leads to ");
        Files.move(directory.resolve("nas"), directory.resolve("moved"));
        Files.writeString(directory.resolve("nas"), "no folder");
        assertThat(camelback.run("verify", "One").expect(6).err()).contains("warning: nas is left out: ");
        assertThat(camelback.run("verify", "One", "--destination", "nas").expect(4).out()).isEmpty();
        assertThat(camelback.run("verify", "One", "--destination", "tape").expect(2).err()).contains("has no destination 'tape'. It has: disk, nas");
        assertThat(camelback.run("verify", "One", "--sample", "0%").expect(2).err()).contains("--sample: ");
    }

    @Test
    void aTestRestoreComparesAndLeavesNothingBehind() throws IOException {
        couch.client().put("/camelback-test-one-00000000", null);
        couch.client().put("/camelback-test-one-0badcafe", null);
        JsonNode result = JSON.readTree(camelback.run("verify", "One", "--restore", "--json").expect(0).out());
        assertThat(result.path("documents").asInt()).isEqualTo(9);
        assertThat(result.path("compared").asInt()).isEqualTo(9);
        assertThat(result.path("differences")).isEmpty();
        assertThat(scratchDatabases()).as("nobody's but by their names").containsExactly("camelback-test-one-00000000", "camelback-test-one-0badcafe");
        String by = Files.readString(directory.resolve("staging/installation.id"));
        couch.client().put("/camelback-test-one-00000000/_local/camelback-test-restore", CouchClient.object().put("task", "One").put("by", by));
        couch.client().put("/camelback-test-one-0badcafe/_local/camelback-test-restore",
                CouchClient.object().put("task", "One").put("by", "another").put("made", "2026-03-01T00:00:00Z"));
        Installation.Result second = camelback.run("verify", "One", "--restore", "--at", points.get(0), "--to", couch.url()).expect(0);
        assertThat(second.out()).contains("One: restore point " + points.get(0) + " can be restored: 3 documents (0 deleted), 3 leaf revisions, 3 of them");
        assertThat(second.err()).contains("removed camelback-test-one-00000000, which an earlier test restore had left");
        assertThat(scratchDatabases()).containsExactly("camelback-test-one-0badcafe");
        couch.drop("camelback-test-one-0badcafe");
    }

    @Test
    void ofManyDocumentsSomeRowsAreComparedByTheServiceToo() {
        couch.client().bulkDocs(source, IntStream.range(0, 1500).mapToObj(it -> CouchClient.object().put("_id", "many " + it)).toList());
        camelback.clock(Instant.parse("2026-03-01T09:00:00Z")).run("backup", "One").expect(0);
        try (App app = App.start(directory.resolve("application.properties"), Map.of(), Path.of("."), new StopSignal())) {
            TestRestoreResult result = app.call("direct:test-restore-task", "One", TestRestoreResult.class);
            assertThat(result.isWell()).isTrue();
            assertThat(result.documents()).isEqualTo(1509);
            assertThat(result.compared()).isBetween(100L, 1100L);
        }
        assertThat(scratchDatabases()).isEmpty();
    }

    @Test
    void aTestRestoreThatFailsLeavesNothingBehindEither() throws IOException {
        for (String destination : List.of("disk", "nas")) {
            damage(destination, keys(destination, "00000.jsonl.zst").get(2));
        }
        camelback.run("verify", "One", "--restore").expect(5);
        assertThat(scratchDatabases()).isEmpty();
        camelback.run("verify", "One", "--restore", "--at", points.get(1)).expect(0);
    }
}
