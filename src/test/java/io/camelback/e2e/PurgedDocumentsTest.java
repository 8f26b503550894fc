package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import io.camelback.stub.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A purge leaves no trace in the feed, and goes into the backup all the same. */
class PurgedDocumentsTest {

    private final TestCouch couch = TestCouch.get();
    private final CouchClient client = couch.client();
    private final List<String> databases = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void drop() {
        databases.forEach(couch::drop);
    }

    private String fresh() {
        String name = couch.fresh();
        databases.add(name);
        return name;
    }

    private void purge(String source, String id) {
        ObjectNode asked = CouchClient.object();
        client.leaves(source).get(id).keySet().forEach(asked.putArray(id)::add);
        client.post("/" + source + "/_purge", asked);
    }

    private Map<String, Map<String, JsonNode>> restored(Installation camelback, String... words) {
        String target = couch.freshName();
        databases.add(target);
        List<String> command = new ArrayList<>(List.of("restore", "one", "--to", couch.url() + "/" + target));
        command.addAll(List.of(words));
        camelback.run(command.toArray(String[]::new)).expect(0);
        return client.leaves(target);
    }

    @Test
    void aRunInWhichOnlyPurgesHappenedCommitsADeltaAndWhatFollowsGoesOnFromIt() {
        String source = fresh();
        Installation camelback = new Installation(directory).local("local").task("one", source, "local");
        client.bulkDocs(source, List.of(CouchClient.object().put("_id", "stays"), CouchClient.object().put("_id", "goes"),
                CouchClient.object().put("_id", "returns")));
        camelback.run("backup", "one").expect(0);
        purge(source, "goes");
        purge(source, "returns");

        Installation.Result purges = camelback.run("backup", "one").expect(0);

        assertThat(purges.out()).contains("/delta/");
        assertThat(purges.err()).isEmpty();
        assertThat(restored(camelback)).containsOnlyKeys("stays");
        assertThat(camelback.run("backup", "one").expect(0).out()).contains("one: unchanged since");
        client.bulkDocs(source, List.of(CouchClient.object().put("_id", "returns"), CouchClient.object().put("_id", "more")));
        assertThat(camelback.run("backup", "one").expect(0).err()).isEmpty();
        assertThat(restored(camelback)).containsOnlyKeys("stays", "returns", "more");
        purge(source, "returns");
        assertThat(camelback.run("backup", "one").expect(0).out()).contains("/delta/");
        assertThat(restored(camelback)).containsOnlyKeys("stays", "more");
        assertThat(camelback.run("history", "one", "--doc", "goes").expect(0).out()).contains("purged");
        assertThat(camelback.run("backup", "one").expect(0).out()).contains("one: unchanged since");
        assertThat(camelback.run("status", "one").expect(0).out()).contains("one: good");
    }

    @Test
    void purgesFromBeforeTheFirstBackupAreNoNews() {
        String source = fresh();
        Installation camelback = new Installation(directory).local("local").task("one", source, "local");
        client.bulkDocs(source, List.of(CouchClient.object().put("_id", "stays"), CouchClient.object().put("_id", "goes")));
        purge(source, "goes");
        camelback.run("backup", "one").expect(0);

        assertThat(camelback.run("backup", "one").expect(0).out()).contains("one: unchanged since");
    }

    @Test
    void aServerThatDoesNotTellWhatWasPurgedIsWarnedOfWhenSomethingWas() {
        try (StubSource source = new StubSource(directory).put(6)) {
            int next = 1;
            for (int status : new int[] {404, 405, 501, 403}) {
                source.server.behave();
                source.server.always("_purged_infos", Fault.status(status, "no", "x"));
                source.put("doc-00000", status);
                assertThat(source.backup(0).err()).isEmpty();
                source.put("doc-00000", status + 1);
                source.shop().purgeEverywhere("doc-0000" + next++);

                assertThat(source.backup(0).err()).isEqualTo("camelback: warning: documents were purged from " + source.url + ", and it doesn't tell which: "
                        + "those that its feed doesn't tell of stay in the backup until a new lineage begins\n");
            }
        }
    }

    /** In a cluster each node has a text of its own for it. */
    @Test
    void aPurgeSequenceThatChangesWithoutAPurgeIsNoNews() {
        int[] answers = {0};
        try (StubSource source = new StubSource(directory).put(6)) {
            source.server.always("", (request, normal) -> request.target().equals("/shop")
                    ? Fault.changed(it -> it.replace("-g1AAAA\",\"update_seq", "-g1AAAB" + answers[0]++ + "\",\"update_seq")).answer(request, normal) : normal.get());
            source.backsUpAll();
            assertThat(source.backup(0).out()).contains("shop: unchanged since");
            source.shop().purgeEverywhere("doc-00002");
            source.backsUpAll();
            assertThat(source.restored()).doesNotContainKey("doc-00002");
            assertThat(source.backup(0).out()).contains("shop: unchanged since");
            source.put("doc-00002", 1);
            source.backsUpAll();
            assertThat(source.backup(0).out()).contains("shop: unchanged since");
        }
    }

    @Test
    void whatWasPurgedIsAskedForTogetherWithWhatHasChanged() {
        try (StubSource source = new StubSource(directory).put(6)) {
            source.backsUpAll();
            source.put("doc-00005", 2).put("a", 1).put("z", 1);
            source.shop().purgeEverywhere("doc-00003");
            source.shop().purgeEverywhere("doc-00001");
            source.put("doc-00001", 7);

            source.backsUpAll();

            assertThat(source.server.requests("_bulk_get")).anySatisfy(it -> assertThat(it.text())
                    .contains("\"a\"},{\"id\":\"doc-00001\"},{\"id\":\"doc-00003\"}"));
        }
    }

    @Test
    void anAnswerOfPurgesThatIsCutIsAskedForAnew() {
        try (StubSource source = new StubSource(directory).put(6)) {
            source.backsUpAll();
            source.shop().purgeEverywhere("doc-00003");
            source.server.next("_purged_infos", Fault.cutAfter(20)).next("_purged_infos", Fault.changed(it -> it.replace("\"id\"", "\"di\"")));

            source.backsUpAll();
        }
    }
}
