package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.archive.Selection;
import io.camelback.cli.App;
import io.camelback.demo.CouchClient;
import io.camelback.export.ExportRequest;
import io.camelback.export.ExportResult;
import io.camelback.job.StopSignal;
import io.camelback.stub.Documents;
import io.camelback.stub.StubCouch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some documents of a database are backed up, or some of a backup restored. */
class SelectionOfDocumentsTest {

    private final TestCouch couch = TestCouch.get();
    private final CouchClient client = couch.client();
    private final String source = couch.fresh();
    private final Set<String> targets = new TreeSet<>();

    @TempDir
    private Path directory;

    @AfterEach
    void drop() {
        couch.drop(source);
        targets.forEach(couch::drop);
    }

    private Installation camelback() {
        return new Installation(directory).local("local").task("one", source, "local");
    }

    private void put(String... ids) {
        client.bulkDocs(source, Stream.of(ids).map(id -> CouchClient.object().put("_id", id)).toList());
    }

    /** The ids that a restore brings. */
    private Set<String> restored(Installation camelback, String... options) {
        String target = couch.freshName();
        targets.add(target);
        String[] words = Stream.concat(Stream.of("restore", "one", "--to", couch.url() + "/" + target), Stream.of(options)).toArray(String[]::new);
        Installation.Result result = camelback.run(words).expect(0);
        Set<String> ids = client.leaves(target).keySet();
        assertThat(result.out()).contains(": " + ids.size() + " documents");
        return ids;
    }

    private List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(it -> it.endsWith("manifest.json")).sorted().toList();
        }
    }

    @Test
    void onlyTheChosenDocumentsAreFetchedStoredAndRecorded() throws IOException {
        put("settings", "settings2", "order:1", "order:2", "a,b*", "zebra", "_design/one");
        Installation camelback = camelback().line("camelback.tasks.one.documents", "settings, _design/*,order:*,a%2Cb%2A");
        assertThat(camelback.run("backup", "one").expect(0).out()).contains(" 5 documents ");
        put("order:3", "zebra2");
        camelback.run("backup", "one").expect(0);
        assertThat(restored(camelback)).containsExactlyInAnyOrder("settings", "order:1", "order:2", "order:3", "a,b*", "_design/one");
        for (Path manifest : manifests()) {
            assertThat(new ObjectMapper().readTree(manifest.toFile()).path("settings").path("documents"))
                    .extracting(it -> it.asText()).containsExactly("_design/*", "a%2Cb%2A", "order:*", "settings");
        }
    }

    @Test
    void aChangeOfTheSelectionNeedsANewLineage() {
        put("a", "b");
        Installation camelback = camelback().line("camelback.tasks.one.documents", "a");
        camelback.run("backup", "one").expect(0);
        camelback.line("camelback.tasks.one.documents", "a,b");

        assertThat(camelback.run("backup", "one").expect(2).err()).isEqualTo("camelback: task one is to have the documents a,b, and its archives "
                + "have a. Begin a new lineage with: camelback backup one --full. What is stored stays restorable" + System.lineSeparator());

        camelback.run("backup", "one", "--full").expect(0);
        assertThat(restored(camelback)).containsExactlyInAnyOrder("a", "b");
        camelback.line("camelback.tasks.one.documents", "*");
        assertThat(camelback.run("backup", "one").expect(2).err()).contains("is to have the documents all, and its archives have a,b");
        camelback.line("camelback.tasks.one.documents", "b, a");
        camelback.run("backup", "one").expect(0);
    }

    /** Else each run would list again what the one before it has listed in vain. */
    @Test
    void aLongWayThroughOtherDocumentsIsGoneOnce() {
        try (StubCouch stub = new StubCouch()) {
            Documents shop = stub.database("shop", new Documents().put("a", document("a")));
            Installation camelback = new Installation(directory).local("local").line("camelback.tasks.one.source", stub.url("shop"))
                    .line("camelback.tasks.one.destinations", "local").line("camelback.tasks.one.documents", "a")
                    .line("camelback.tasks.one.chunkSize", 10).line("camelback.tasks.one.retention.delta", 0)
                    .line("camelback.tasks.one.retention.daily", 0).line("camelback.tasks.one.retention.weekly", 0)
                    .line("camelback.tasks.one.retention.monthly", 0).line("camelback.tasks.one.retention.yearly", 0);
            camelback.run("backup", "one").expect(0);
            shop.put("b", document("b"));
            assertThat(camelback.run("backup", "one").expect(0).out()).contains("unchanged");
            IntStream.range(0, 20).forEach(it -> shop.put("c" + it, document("c" + it)));
            assertThat(camelback.run("backup", "one").expect(0).out()).contains("/delta/").contains(" 0 documents ");
            int before = stub.requests("_changes").size();
            assertThat(camelback.run("backup", "one").expect(0).out()).contains("unchanged");
            assertThat(stub.requests("_changes").subList(before, stub.requests("_changes").size()))
                    .singleElement().satisfies(it -> assertThat(it.query("since")).startsWith("22-"));
            camelback.run("restore", "one", "--to", stub.url("copy")).expect(0);
            camelback.run("rollup", "one").expect(0);
            camelback.run("restore", "one", "--to", stub.url("rolled-up")).expect(0);
            assertThat(stub.written("copy").ids()).containsExactly("a");
            assertThat(stub.written("rolled-up").ids()).containsExactly("a");
        }
    }

    private static String document(String id) {
        return "{\"_id\":\"" + id + "\",\"_rev\":\"1-a\",\"_revisions\":{\"start\":1,\"ids\":[\"a\"]}}";
    }

    @Test
    void aPartOfABackupIsRestored() {
        put(IntStream.range(0, 40).mapToObj(it -> "d" + it).toArray(String[]::new));
        put("order:1", "order:2", "settings", "_design/one");
        Installation camelback = camelback().line("camelback.tasks.one.batchBytes", 1024);
        camelback.run("backup", "one").expect(0);
        ObjectNode gone = CouchClient.object().put("_id", "order:2").put("_deleted", true);
        gone.put("_rev", client.get("/" + source + "/order:2").path("_rev").asText());
        client.bulkDocs(source, List.of(gone));
        camelback.run("backup", "one").expect(0);

        assertThat(restored(camelback, "--only", "order:*", "--only", "settings")).containsExactlyInAnyOrder("order:1", "order:2", "settings");
        assertThat(restored(camelback, "--only", "_design/*", "--only", "d7")).containsExactlyInAnyOrder("_design/one", "d7");
        assertThat(restored(camelback, "--only", "*")).hasSize(44);
    }

    @Test
    void aPartOfABackupIsExported() {
        put("a", "order:1", "order:2");
        camelback().run("backup", "one").expect(0);
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (App app = App.start(directory.resolve("application.properties"), Map.of(), Path.of("").toAbsolutePath(), new StopSignal())) {
            ExportRequest request = new ExportRequest("one", Optional.empty(), Selection.of(List.of("order:*")), told);
            assertThat(app.call("direct:export", request, ExportResult.class).documents()).isEqualTo(2);
        }
        assertThat(told.toString(StandardCharsets.US_ASCII).lines().skip(1)).hasSize(2).allMatch(it -> it.contains("\"_id\":\"order:"));
    }

    @Test
    void aPatternThatMeansNothingThereIsTold() {
        put("a");
        Installation camelback = camelback();
        camelback.run("backup", "one").expect(0);
        String target = couch.freshName();
        targets.add(target);
        Installation.Result result = camelback.run("restore", "one", "--to", couch.url() + "/" + target, "--only", "b*").expect(0);
        assertThat(result.out()).contains(": 0 documents");
        assertThat(result.err()).isEqualTo("camelback: the restore point has no documents that --only names" + System.lineSeparator());
    }
}
