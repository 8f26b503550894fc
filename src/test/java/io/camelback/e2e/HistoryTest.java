package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which version of a document is in which archive: over four runs, two lineages and two destinations. */
class HistoryTest {

    private final TestCouch couch = TestCouch.get();
    private final CouchClient client = couch.client();
    private final String source = couch.fresh();
    private final List<String> archives = new ArrayList<>();
    private final List<String> points = new ArrayList<>();
    private final List<String> revisions = new ArrayList<>();

    @TempDir
    private Path directory;
    private Installation camelback;

    /** A baseline, a delta with an edit, one without, one with a deletion, and a baseline of another lineage. */
    @BeforeEach
    void backUp() throws IOException {
        camelback = new Installation(directory).local("near").local("far").task("all", source, "near, far");
        ObjectNode first = CouchClient.object().put("_id", "order").put("price", 9.25).put("old", "x");
        first.putArray("tags").add("a").add("b");
        edit(first);
        client.bulkDocsAsIs(source, OddDocuments.conflicts());
        backUp("all");
        ObjectNode second = CouchClient.object().put("_id", "order").put("_rev", revisions.get(0)).put("price", 10).put("note/1", "two\nlines\u0007");
        second.putArray("tags").add("a").add("new").add("b");
        edit(second);
        backUp("all");
        backUp("all");
        edit(CouchClient.object().put("_id", "order").put("_rev", revisions.get(1)).put("_deleted", true));
        backUp("all");
        backUp("all", "--full");
    }

    @AfterEach
    void drop() {
        couch.drop(source);
    }

    private void edit(ObjectNode document) {
        revisions.add(client.bulkDocs(source, List.of(document)).get(0).path("rev").asText());
    }

    /** A feed may tell of its last documents once more, so each run ends with some that no test asks for. */
    private void backUp(String... words) throws IOException {
        client.bulkDocs(source, IntStream.range(0, 20).mapToObj(i -> CouchClient.object().put("_id", "other-" + archives.size() + "-" + i)).toList());
        List<String> all = new ArrayList<>(List.of("backup"));
        all.addAll(List.of(words));
        all.add("--json");
        JsonNode result = json(camelback.run(all.toArray(String[]::new)).expect(0));
        archives.add(result.path("archives").path(0).asText());
        points.add(result.path("restorePoint").asText());
    }

    private static JsonNode json(Installation.Result result) throws IOException {
        return new ObjectMapper().readTree(result.out());
    }

    private Path batch(String destination, int archive) {
        return directory.resolve(destination).resolve("all").resolve(archives.get(archive)).resolve("00000.jsonl.zst");
    }

    private void damage(Path batch) {
        try {
            Files.write(batch, new byte[(int) Files.size(batch)]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyArchiveThatHasTheDocumentIsListed() {
        assertThat(camelback.run("history", "all", "--doc", "order").expect(0).out().lines()).containsExactly(
                "all: order is in 4 of 5 archives",
                "  " + points.get(0) + "  baseline  " + revisions.get(0),
                "      " + archives.get(0) + " on far, near",
                "  " + points.get(1) + "  delta     " + revisions.get(1),
                "      " + archives.get(1) + " on far, near",
                "  " + points.get(3) + "  delta     " + revisions.get(2) + ", deleted",
                "      " + archives.get(3) + " on far, near",
                "  " + points.get(4) + "  baseline  " + revisions.get(2) + ", deleted",
                "      " + archives.get(4) + " on far, near");
    }

    @Test
    void whatChangedStandsBesideEachVersion() {
        Installation.Result result = camelback.run("history", "all", "--doc", "order", "--diff").expect(0);
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines().filter(it -> it.startsWith("      ") && !it.contains(" on far"))).containsExactlyInAnyOrder(
                "      ~ /price  9.25 → 10",
                "      - /old  \"x\"",
                "      + /tags/1  \"new\"",
                "      + /note~11  \"two\\nlines\\u0007\"",
                "      - /price  10",
                "      - /note~11  \"two\\nlines\\u0007\"",
                "      - /tags  [\"a\",\"new\",\"b\"]",
                "      + /_deleted  true",
                "      same");
        assertThat(result.out()).endsWith("on far, near" + System.lineSeparator() + "      same" + System.lineSeparator());
    }

    @Test
    void theJsonSaysTheSame() throws IOException {
        JsonNode json = json(camelback.run("history", "all", "--doc", "order", "--diff", "--json").expect(0));
        assertThat(json.fieldNames()).toIterable().containsExactly("task", "doc", "versions", "unreadable", "damaged", "unreachable");
        assertThat(json.path("task").asText()).isEqualTo("all");
        assertThat(json.path("doc").asText()).isEqualTo("order");
        assertThat(json.path("versions").findValuesAsText("revision")).containsExactly(revisions.get(0), revisions.get(1), revisions.get(2), revisions.get(2));
        JsonNode first = json.path("versions").path(0);
        assertThat(first.toString()).isEqualTo("{\"archive\":\"" + archives.get(0) + "\",\"level\":\"baseline\",\"restorePoint\":\"" + points.get(0)
                + "\",\"restorable\":true,\"revision\":\"" + revisions.get(0) + "\",\"deleted\":false,\"absent\":false,\"leaves\":1,"
                + "\"destinations\":[\"far\",\"near\"],\"changes\":null}");
        assertThat(json.path("versions").path(1).path("changes")).map(JsonNode::toString).contains(
                "{\"op\":\"replace\",\"path\":\"/price\",\"value\":10,\"old\":9.25}", "{\"op\":\"remove\",\"path\":\"/old\",\"old\":\"x\"}",
                "{\"op\":\"add\",\"path\":\"/tags/1\",\"value\":\"new\"}");
        assertThat(json.path("versions").path(3).path("changes")).isEmpty();
        assertThat(json.path("versions").findValuesAsText("deleted")).containsExactly("false", "false", "true", "true");
        JsonNode plain = json(camelback.run("history", "all", "--doc", "order", "--json").expect(0));
        assertThat(plain.path("versions").path(1).has("changes")).isFalse();
    }

    @Test
    void ofAConflictTheWinnerAndTheNumberOfLeavesAreTold() throws IOException {
        Installation.Result result = camelback.run("history", "all", "--doc", "three-way", "--diff").expect(0);
        assertThat(result.out()).contains("2-" + "c".repeat(32) + ", the winner of 3 leaf revisions").contains("same");
        JsonNode json = json(camelback.run("history", "all", "--doc", "deleted conflict", "--json").expect(0));
        assertThat(json.path("versions").path(0).path("leaves").asInt()).isEqualTo(3);
        assertThat(json.path("versions").path(0).path("revision").asText()).isEqualTo("2-" + "b".repeat(32));
        assertThat(json.path("versions").path(0).path("deleted").asBoolean()).isFalse();
    }

    @Test
    void aCopyThatIsDamagedOnOneDestinationIsReadFromAnother() {
        Installation.Result whole = camelback.run("history", "all", "--doc", "order", "--diff").expect(0);
        damage(batch("near", 1));
        assertThat(camelback.run("history", "all", "--doc", "order", "--diff").expect(0).out()).isEqualTo(whole.out());
    }

    @Test
    void anArchiveThatIsDamagedEverywhereDoesNotHideTheOthers() throws IOException {
        damage(batch("near", 1));
        Files.delete(batch("far", 1));
        Installation.Result result = camelback.run("history", "all", "--doc", "order", "--diff").expect(5);
        assertThat(result.out()).startsWith("all: order is in 3 of 5 archives").contains("- /price  9.25")
                .containsPattern(revisions.get(0) + "\\n.*\\n  " + points.get(1) + "  delta     can't be read: near:all/" + archives.get(1) + "/00000.jsonl.zst is damaged: .*");
        JsonNode json = json(camelback.run("history", "all", "--doc", "order", "--json").expect(5));
        assertThat(json.path("versions").findValuesAsText("archive")).containsExactly(archives.get(0), archives.get(3), archives.get(4));
        assertThat(json.path("unreadable")).hasSize(1);
        assertThat(json.path("unreadable").path(0).path("archive").asText()).isEqualTo(archives.get(1));
        assertThat(json.path("unreadable").path(0).path("reason").asText()).contains("is damaged");
    }

    @Test
    void anArchiveThatIsGoneIsNamedAndADocumentThatMayBeInItIsNotSaidToBeNowhere() throws IOException {
        for (String destination : List.of("near", "far")) {
            Files.delete(batch(destination, 1));
        }
        Installation.Result result = camelback.run("history", "all", "--doc", "order").expect(5);
        assertThat(result.out()).contains("00000.jsonl.zst is gone");
        Installation.Result nowhere = camelback.run("history", "all", "--doc", "order", "--json").expect(5);
        assertThat(json(nowhere).path("unreadable")).hasSize(1);
    }

    @Test
    void aDestinationThatIsAwayIsLeftOutAndNamed() throws IOException {
        camelback.line("camelback.destinations.off.type", "ftp").line("camelback.destinations.off.host", "127.0.0.1")
                .line("camelback.destinations.off.port", 1).line("camelback.destinations.off.username", "u")
                .line("camelback.destinations.off.password", "p").line("camelback.tasks.all.destinations", "near, far, off");
        Installation.Result result = camelback.run("history", "all", "--doc", "order").expect(6);
        assertThat(result.out()).startsWith("all: order is in 4 of 5 archives");
        assertThat(result.err()).contains("camelback: warning: off is left out: ");
        Installation.Result nowhere = camelback.run("history", "all", "--doc", "nowhere", "--json").expect(6);
        assertThat(json(nowhere).path("unreachable").path("off").asText()).isNotEmpty();
        assertThat(nowhere.err()).contains("camelback: document nowhere is in none of the 5 archives of all that could be read");
    }

    @Test
    void archivesThatNoChainReachesAreListedToo() throws IOException {
        for (String destination : List.of("near", "far")) {
            Files.delete(batch(destination, 0).resolveSibling("manifest.json"));
        }
        Installation.Result result = camelback.run("history", "all", "--doc", "order").expect(0);
        assertThat(result.out()).startsWith("all: order is in 3 of 4 archives")
                .contains(archives.get(1) + " on far, near (a link is missing)").doesNotContain(archives.get(4) + " on far, near (");
        assertThat(json(camelback.run("history", "all", "--doc", "order", "--json").expect(0)).path("versions").findValuesAsText("restorable"))
                .containsExactly("false", "false", "true");
    }

    @Test
    void aDocumentThatIsNowhereIsSaidToBeSo() {
        Installation.Result result = camelback.run("history", "all", "--doc", "Order").expect(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("camelback: document Order is in none of the 5 archives of all" + System.lineSeparator());
    }
}
