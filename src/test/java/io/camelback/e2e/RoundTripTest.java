package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdInputStream;
import io.camelback.demo.CouchClient;
import io.camelback.demo.Difference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was in the database at a restore point is what a restore brings back, leaf by leaf. */
class RoundTripTest {

    private final TestCouch couch = TestCouch.get();
    private final List<String> databases = new ArrayList<>();
    private final String source = database(couch.fresh());

    @TempDir
    private Path directory;

    @AfterEach
    void dropDatabases() {
        databases.forEach(couch::drop);
    }

    private String database(String name) {
        databases.add(name);
        return name;
    }

    private Installation installation() {
        return new Installation(directory).local("local").task("odd", source, "local");
    }

    private static String point(Installation.Result backup) throws IOException {
        return new ObjectMapper().readTree(backup.out()).path("restorePoint").asText();
    }

    private void restoresAs(Installation camelback, String point, Map<String, Map<String, JsonNode>> expected) {
        String target = database(couch.freshName());
        camelback.run("restore", "odd", "--at", point, "--to", couch.url() + "/" + target).expect(0);
        assertThat(Difference.between(target, expected, couch.client().leaves(target))).isEmpty();
    }

    @Test
    void everyKindOfDocumentComesBack() throws IOException {
        CouchClient client = couch.client();
        client.bulkDocs(source, OddDocuments.plain());
        client.bulkDocsAsIs(source, OddDocuments.conflicts());
        client.put("/" + source + "/_revs_limit", new ObjectMapper().readTree("5"));
        OddDocuments.longHistory(client, source, "cut by the revs limit", 12);
        ObjectNode again = CouchClient.object().put("_id", "made again");
        String first = client.bulkDocs(source, List.of(again)).get(0).path("rev").asText();
        client.bulkDocs(source, List.of(again.deepCopy().put("_rev", first).put("_deleted", true)));
        client.bulkDocs(source, List.of(again.deepCopy().put("life", 2)));
        ObjectNode attached = CouchClient.object().put("_id", "attached");
        attached.putObject("_attachments").putObject("a b.bin").put("content_type", "application/octet-stream").put("data", "AAEC/w==");
        client.bulkDocs(source, List.of(attached));
        Map<String, Map<String, JsonNode>> before = client.leaves(source);

        Installation camelback = installation();
        String baseline = point(camelback.run("backup", "odd", "--json").expect(0));

        List<ObjectNode> edits = new ArrayList<>();
        for (String id : OddDocuments.ids().subList(0, 8)) {
            String revision = before.get(id).keySet().iterator().next();
            edits.add(CouchClient.object().put("_id", id).put("_rev", revision).put("changed", true));
        }
        edits.add(CouchClient.object().put("_id", "new"));
        client.bulkDocs(source, edits);
        Map<String, Map<String, JsonNode>> after = client.leaves(source);
        String delta = point(camelback.run("backup", "odd", "--json").expect(0));

        restoresAs(camelback, baseline, before);
        restoresAs(camelback, delta, after);
        restoresAs(camelback, "latest", after);
    }

    /** Many chunks, batches and deltas of a database that changes at random: each restore point as it was recorded. */
    @Test
    void everyPointOfManySmallRunsComesBack() throws IOException {
        Random random = new Random(7);
        Installation camelback = installation().line("camelback.tasks.odd.chunkSize", 7).line("camelback.tasks.odd.batchBytes", 1500)
                .line("camelback.tasks.odd.parallel", 3);
        Map<String, Map<String, Map<String, JsonNode>>> recorded = new LinkedHashMap<>();
        for (int run = 0; run < 6; run++) {
            editAtRandom(random);
            Map<String, Map<String, JsonNode>> state = couch.client().leaves(source);
            recorded.put(point(camelback.run("backup", "odd", "--json").expect(0)), state);
        }
        for (Map.Entry<String, Map<String, Map<String, JsonNode>>> point : recorded.entrySet()) {
            restoresAs(camelback, point.getKey(), point.getValue());
        }
    }

    private void editAtRandom(Random random) {
        Map<String, Map<String, JsonNode>> now = couch.client().leaves(source);
        List<ObjectNode> edits = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String id = "document " + random.nextInt(90);
            if (edits.stream().anyMatch(it -> it.path("_id").asText().equals(id))) {
                continue;
            }
            ObjectNode edit = CouchClient.object().put("_id", id).put("value", random.nextInt()).put("text", "x".repeat(random.nextInt(200)));
            JsonNode living = now.getOrDefault(id, Map.of()).values().stream().filter(it -> !it.path("_deleted").asBoolean()).findFirst()
                    .orElse(null);
            if (living != null) {
                edit.put("_rev", living.path("_rev").asText());
                if (random.nextInt(4) == 0) {
                    edit.put("_deleted", true);
                }
            }
            edits.add(edit);
        }
        couch.client().bulkDocs(source, edits);
    }

    @Test
    void anEmptyDatabaseHasARestorePointToo() throws IOException {
        Installation camelback = installation();
        String point = point(camelback.run("backup", "odd", "--json").expect(0));
        restoresAs(camelback, point, Map.of());
    }

    @Test
    void aRunWithoutChangesLeavesNoArchiveButIsRecorded() throws IOException {
        couch.client().bulkDocs(source, List.of(CouchClient.object().put("_id", "one")));
        Installation camelback = installation();
        camelback.run("backup", "odd").expect(0);
        List<Path> before = files();

        Installation.Result second = camelback.run("backup", "odd").expect(0);

        assertThat(second.out()).contains("unchanged since restore point");
        assertThat(files()).isEqualTo(before);
        assertThat(camelback.run("list", "odd").expect(0).out()).contains("1 archives, 1 restore points").contains("unchanged as of");
        assertThat(camelback.run("status", "odd").expect(0).out()).contains("odd: good").contains("unchanged");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("local"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void batchesAreTextThatNeedsNoCamelback() throws Exception {
        couch.client().bulkDocs(source, OddDocuments.plain());
        installation().run("backup", "odd").expect(0);
        Path batch = files().stream().filter(it -> it.toString().endsWith(".zst")).findFirst().orElseThrow();
        List<String> lines = new ArrayList<>();
        try (var in = new ZstdInputStream(Files.newInputStream(batch)).setContinuous(false)) {
            lines.addAll(List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")));
        }
        assertThat(lines).hasSize(OddDocuments.plain().size());
        for (String line : lines) {
            JsonNode leaves = new ObjectMapper().readTree(line);
            assertThat(leaves.isArray()).isTrue();
            assertThat(leaves.get(0).path("_revisions").path("start").asInt()).isEqualTo(1);
        }
    }
}
