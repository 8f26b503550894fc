package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import io.camelback.demo.Difference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores that go on with what another one had written before it was interrupted: the half-restored database is made up. */
class TakenUpRestoreTest {

    private static final String NOTE = "/_local/camelback-restore";
    /** In the order of writing: before and behind the design documents, then these. */
    private static final List<String> ORDER = List.of("A", "B", "x", "y", "_design/a", "_design/b");

    private final TestCouch couch = TestCouch.get();
    private final CouchClient client = couch.client();
    private final String source = couch.fresh();
    private final String target = couch.fresh();
    private Map<String, Map<String, JsonNode>> leaves;
    private Installation camelback;
    private JsonNode point;

    @TempDir
    private Path directory;

    @BeforeEach
    void backup() throws IOException {
        client.bulkDocs(source, ORDER.stream().map(it -> CouchClient.object().put("_id", it)).toList());
        leaves = client.leaves(source);
        client.put("/" + source + "/_local/own", CouchClient.object().put("a", 1));
        camelback = new Installation(directory).local("disk").task("orders", source, "disk").line("camelback.tasks.orders.localDocuments", true)
                .clock(Instant.parse("2026-01-01T00:00:00Z"));
        camelback.run("backup", "orders").expect(0);
        point = new ObjectMapper().readTree(camelback.run("list", "orders", "--json").expect(0).out()).path("archives").get(0);
    }

    @AfterEach
    void drop() {
        couch.drop(source);
        couch.drop(target);
    }

    private Installation.Result restore(String... more) {
        List<String> words = new ArrayList<>(List.of("restore", "orders", "--to", couch.url() + "/" + target));
        words.addAll(List.of(more));
        return camelback.run(words.toArray(String[]::new));
    }

    /** Up to an id that is written, and some that were written at random beyond it. */
    private void halfRestored(String after, String... beyond) {
        List<String> there = ORDER.subList(0, ORDER.indexOf(after) + 1);
        Map<String, Map<String, JsonNode>> some = new TreeMap<>(leaves);
        some.keySet().removeIf(it -> !there.contains(it) && !List.of(beyond).contains(it));
        client.bulkDocsAsIs(target, some.values().stream().flatMap(it -> it.values().stream()).toList());
        String archive = point.path("id").asText();
        ObjectNode note = CouchClient.object().put("format", 1).put("task", "orders").put("point", "2026-01-01T00:00:00Z")
                .put("lineage", archive.substring(0, archive.indexOf('/'))).put("settings", true).put("done", false).put("after", after)
                .put("documents", there.size()).put("deleted", 0).put("revisions", there.size());
        note.putArray("archives").add("orders/" + archive);
        note.putArray("only");
        note.putArray("refused");
        client.put("/" + target + NOTE, note);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "B", "x", "y", "_design/a", "_design/b"})
    void itGoesOnBehindAnyDocument(String after) {
        halfRestored(after, "x", "_design/b");
        assertThat(restore().expect(0).out()).contains(": 6 documents (0 deleted), 6 leaf revisions", "; gone on after " + after);
        assertThat(Difference.between("restored", leaves, client.leaves(target))).isEmpty();
        assertThat(client.get("/" + target + "/_local_docs").path("rows")).as("the note is gone, what the backup kept is there").hasSize(1);
    }

    @Test
    void theSameWithASelection() {
        halfRestored("A");
        ObjectNode note = (ObjectNode) client.get("/" + target + NOTE);
        note.putArray("only").add("A").add("_design/*");
        client.put("/" + target + NOTE, note);
        assertThat(restore("--only", "_design/*", "--only", "A").expect(0).out()).contains(": 3 documents");
        assertThat(client.leaves(target).keySet()).containsExactly("A", "_design/a", "_design/b");
    }

    @Test
    void whoNamesNoPointGoesOnWithWhatWasBegunAndHearsOfTheNewerOne() {
        halfRestored("B");
        client.bulkDocs(source, List.of(CouchClient.object().put("_id", "new")));
        camelback.clock(Instant.parse("2026-01-02T00:00:00Z")).run("backup", "orders").expect(0);
        Installation.Result another = restore("--at", "2026-01-02T00:00:00Z").expect(2);
        assertThat(another.err()).contains("has a part of restore point 2026-01-01T00:00:00Z of task orders, from a restore that was not finished",
                "--at 2026-01-01T00:00:00Z")
                .hasLineCount(1);
        assertThat(restore("--without-settings").expect(2).err()).contains("a part of restore point");
        assertThat(restore().expect(0).out()).startsWith("orders: restore point 2026-01-01T00:00:00Z is in ").contains("gone on after B");
        assertThat(Difference.between("restored", leaves, client.leaves(target))).isEmpty();
    }

    /** Whatever runs into a half-restored database is no concern of its backup. */
    @Test
    void aBackupOfAHalfRestoredDatabaseDoesNotKeepTheNote() {
        halfRestored("B");
        camelback.task("half", target, "disk").line("camelback.tasks.half.localDocuments", true).run("backup", "half").expect(0);
        String copy = couch.freshName();
        camelback.run("restore", "half", "--to", couch.url() + "/" + copy).expect(0);
        assertThat(client.leaves(copy).keySet()).containsExactly("A", "B");
        assertThat(client.get("/" + copy + "/_local_docs").path("rows")).isEmpty();
        couch.drop(copy);
    }
}
