package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import io.camelback.demo.Difference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attachments up to a limit travel inside their documents; a larger one ends the run, for it would be missing in a restore. */
class AttachmentsTest {

    private final TestCouch couch = TestCouch.get();
    private final List<String> databases = new ArrayList<>(List.of(couch.fresh()));
    private final String source = databases.get(0);

    @TempDir
    private Path directory;

    @AfterEach
    void drop() {
        databases.forEach(couch::drop);
    }

    private void put(String id, String name, int bytes) {
        ObjectNode document = CouchClient.object().put("_id", id);
        byte[] data = new byte[bytes];
        new Random(bytes).nextBytes(data);
        document.putObject("_attachments").putObject(name).put("content_type", "application/octet-stream")
                .put("data", Base64.getEncoder().encodeToString(data));
        couch.client().bulkDocs(source, List.of(document));
    }

    @Test
    void smallOnesComeBackWithTheirDocuments() {
        for (int i = 0; i < 30; i++) {
            put("document " + i, "file " + i, i * 1000);
            couch.client().bulkDocs(source, List.of(CouchClient.object().put("_id", "plain " + i)));
        }
        Installation camelback = new Installation(directory).local("local").task("one", source, "local");
        camelback.run("backup", "one").expect(0);
        databases.add(couch.freshName());
        camelback.run("restore", "one", "--to", couch.url() + "/" + databases.get(1)).expect(0);
        assertThat(Difference.between("restored", couch.client().leaves(source), couch.client().leaves(databases.get(1)))).isEmpty();
    }

    @Test
    void aLargerOneIsRefusedByName() {
        put("fine", "small.bin", 1000);
        put("too much", "large.bin", 3000);
        Installation camelback = new Installation(directory).local("local").task("one", source, "local")
                .line("camelback.tasks.one.attachmentLimit", "2k");
        Installation.Result refused = camelback.run("backup", "one").expect(1);
        assertThat(refused.err()).hasLineCount(1).contains("too much").contains("large.bin").contains("3000").contains("attachmentLimit");
        assertThat(camelback.run("list", "one").expect(0).out()).contains("0 archives");
    }
}
