package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.demo.CouchClient;
import io.camelback.stub.Fault;
import io.camelback.stub.StubCouch;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a target's {@code validate_doc_update} refuses is named, and the rest is written. A target is empty when a restore begins, so
 * such a rule comes from the server itself, as in {@code _users}, or is added meanwhile: the stub answers as CouchDB does then.
 */
class RefusedDocumentsTest {

    private final TestCouch couch = TestCouch.get();
    private final String source = couch.fresh();
    private final StubCouch target = new StubCouch();

    @TempDir
    private Path directory;

    @AfterEach
    void end() {
        target.close();
        couch.drop(source);
    }

    @Test
    void areNamedAndTheExitCodeTellsThatTheRestoreIsPartial() {
        couch.client().bulkDocs(source, List.of(CouchClient.object().put("_id", "fine"), CouchClient.object().put("_id", "refused")));
        Installation camelback = new Installation(directory).local("local").task("one", source, "local");
        camelback.run("backup", "one").expect(0);
        target.next("_bulk_docs", Fault.changed(it ->
                "[{\"id\":\"refused\",\"rev\":\"1-x\",\"error\":\"forbidden\",\"reason\":\"nothing more, please\"}]"));

        Installation.Result partly = camelback.run("restore", "one", "--to", target.url("new")).expect(6);

        assertThat(partly.err()).contains("the target did not take 2").contains("refused: forbidden: nothing more, please")
                .contains("_security: 404 not_found: missing")
                .doesNotContain("fine:");
    }
}
