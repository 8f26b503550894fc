package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A delta is only taken of the database that the chain came from. */
class SourceIdentityTest {

    private final TestCouch couch = TestCouch.get();
    private final CouchClient client = couch.client();
    private final String source = couch.fresh();

    @TempDir
    private Path directory;

    @AfterEach
    void drop() {
        couch.drop(source);
    }

    private Installation backedUp() {
        Installation camelback = new Installation(directory).local("local").task("one", source, "local");
        client.bulkDocs(source, List.of(CouchClient.object().put("_id", "before")));
        camelback.run("backup", "one").expect(0);
        return camelback;
    }

    private String checkpoint() {
        JsonNode locals = client.get("/" + source + "/_local_docs");
        return locals.path("rows").get(0).path("id").asText();
    }

    @Test
    void aDatabaseThatWasMadeAnewBeginsANewLineage() {
        Installation camelback = backedUp();
        couch.drop(source);
        client.put("/" + source, null);
        client.bulkDocs(source, List.of(CouchClient.object().put("_id", "after")));

        Installation.Result begun = camelback.run("backup", "one").expect(0);

        assertThat(begun.err()).hasLineCount(1).startsWith("camelback: warning: the database " + couch.url() + "/" + source)
                .contains(": a new lineage begins; what is stored of the old one stays restorable");
        assertThat(camelback.run("list", "one").expect(0).out()).contains("2 archives, 2 restore points");
        assertThat(camelback.run("restore", "one", "--doc", "after", "--stdout").expect(0).out()).contains("\"_id\":\"after\"");
    }

    /** As after a file of the database was put back: everything is as it should be, but the newest checkpoint isn't there. */
    @Test
    void aDatabaseThatWasRolledBackBeginsANewLineage() {
        Installation camelback = backedUp();
        String id = checkpoint();
        ObjectNode older = (ObjectNode) client.get("/" + source + "/" + id);
        client.bulkDocs(source, List.of(CouchClient.object().put("_id", "second")));
        camelback.run("backup", "one").expect(0);
        older.set("_rev", client.get("/" + source + "/" + id).path("_rev"));
        client.put("/" + source + "/" + id, older);

        Installation.Result begun = camelback.run("backup", "one").expect(0);

        assertThat(begun.err()).hasLineCount(1).contains("put back from an older copy: a new lineage begins");
        assertThat(begun.out()).contains("/baseline/");
    }

    @Test
    void withoutACheckpointNothingIsWrittenToTheSource() {
        Installation camelback = new Installation(directory).local("local").task("one", source, "local")
                .line("camelback.tasks.one.checkpoint", false);
        client.bulkDocs(source, List.of(CouchClient.object().put("_id", "before")));
        camelback.run("backup", "one").expect(0);
        assertThat(client.get("/" + source + "/_local_docs").path("rows")).isEmpty();
        client.bulkDocs(source, List.of(CouchClient.object().put("_id", "second")));
        camelback.run("backup", "one").expect(0);
    }
}
