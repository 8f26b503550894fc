package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chosen documents: printed as they were, or back in the source as the newest revisions. */
class DocumentsTest {

    private final TestCouch couch = TestCouch.get();
    private final CouchClient client = couch.client();
    private final String source = couch.fresh();

    @TempDir
    private Path directory;
    private Installation camelback;
    private String early;

    @BeforeEach
    void backUp() throws IOException {
        camelback = new Installation(directory).local("local").task("one", source, "local");
        client.bulkDocs(source, List.of(document("kept").put("value", 1), document("changed").put("value", 1),
                document("deleted").put("value", 1), document("ünï 🐫/x").put("value", 1)));
        client.bulkDocsAsIs(source, OddDocuments.conflicts());
        early = new ObjectMapper().readTree(camelback.run("backup", "one", "--json").expect(0).out()).path("restorePoint").asText();
        client.bulkDocs(source, List.of(document("changed").put("_rev", revision("changed")).put("value", 2),
                document("deleted").put("_rev", revision("deleted")).put("_deleted", true), document("new").put("value", 1)));
        camelback.run("backup", "one").expect(0);
    }

    @AfterEach
    void drop() {
        couch.drop(source);
    }

    private static ObjectNode document(String id) {
        return CouchClient.object().put("_id", id);
    }

    private String revision(String id) {
        return client.get("/" + source + "/" + id).path("_rev").asText();
    }

    @Test
    void arePrintedAsTheyWereAtAPoint() throws IOException {
        Installation.Result then = camelback.run("restore", "one", "--doc", "changed", "--at", early, "--stdout").expect(0);
        Installation.Result now = camelback.run("restore", "one", "--doc", "changed", "--stdout").expect(0);
        assertThat(new ObjectMapper().readTree(then.out()).path("value").asInt()).isEqualTo(1);
        assertThat(new ObjectMapper().readTree(now.out()).path("value").asInt()).isEqualTo(2);
    }

    @Test
    void severalAreOneALine() {
        Installation.Result both = camelback.run("restore", "one", "--doc", "kept", "ünï 🐫/x", "--stdout").expect(0);
        assertThat(both.out().lines()).hasSize(2).first().asString().contains("\"_id\":\"kept\"");
    }

    @Test
    void comeBackAsTheNewestRevisions() {
        camelback.run("restore", "one", "--doc", "changed", "deleted", "--at", early).expect(0);
        JsonNode changed = client.get("/" + source + "/changed");
        assertThat(changed.path("value").asInt()).isEqualTo(1);
        assertThat(changed.path("_rev").asText()).startsWith("3-");
        assertThat(client.get("/" + source + "/deleted").path("value").asInt()).isEqualTo(1);
    }

    @Test
    void comeBackAfterTheNextBackupToo() {
        camelback.run("restore", "one", "--doc", "changed", "--at", early).expect(0);
        camelback.run("backup", "one").expect(0);
        assertThat(camelback.run("restore", "one", "--doc", "changed", "--stdout").expect(0).out()).contains("\"value\":1");
    }

    @Test
    void ofAConflictTheWinnerIsGiven() {
        Installation.Result result = camelback.run("restore", "one", "--doc", "three-way", "--stdout").expect(0);
        assertThat(result.out()).contains("\"side\":\"c\"");
        assertThat(result.err()).contains("3 conflicting revisions");
    }

    @Test
    void oneThatWasNotThereIsNamed() {
        Installation.Result none = camelback.run("restore", "one", "--doc", "new", "--at", early, "--stdout").expect(1);
        assertThat(none.err()).contains("document new was not there at " + early);
        camelback.run("restore", "one", "--doc", "new", "kept", "--at", early, "--stdout").expect(6);
    }

    @Test
    void whatTheSourceForbidsIsNamed() {
        ObjectNode design = document("_design/guard").put("validate_doc_update",
                "function (doc) { if (doc.value === 1) { throw { forbidden: 'no ones please' }; } }");
        client.bulkDocs(source, List.of(design));
        Installation.Result refused = camelback.run("restore", "one", "--doc", "changed", "--at", early).expect(1);
        assertThat(refused.err()).contains("document changed was not written").contains("no ones please");
    }
}
