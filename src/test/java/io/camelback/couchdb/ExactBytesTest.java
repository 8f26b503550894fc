package io.camelback.couchdb;

import static io.camelback.couchdb.Bytes.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.archive.Selection;
import io.camelback.backup.BackupRequest;
import io.camelback.backup.BackupResult;
import io.camelback.cli.App;
import io.camelback.job.Progress;
import io.camelback.job.StopSignal;
import io.camelback.restore.RestoreRequest;
import io.camelback.restore.RestoreResult;
import io.camelback.stub.Documents;
import io.camelback.stub.Fault;
import io.camelback.stub.StubCouch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through the whole program, from {@code _bulk_get} to {@code _bulk_docs}, every leaf stays what it is, byte for byte. */
class ExactBytesTest {

    @TempDir
    private Path directory;

    private final StubCouch server = new StubCouch();
    private final Documents shop = server.database("shop", new Documents());
    private App app;

    @BeforeEach
    void start() throws Exception {
        Path config = directory.resolve("application.properties");
        Files.writeString(config, String.join("\n",
                "camelback.retryDelay = 1",
                "camelback.destinations.disk.type = local",
                "camelback.destinations.disk.directory = stored",
                "camelback.tasks.shop.source = " + server.url("shop"),
                "camelback.tasks.shop.destinations = disk"));
        app = App.start(config, Map.of(), Path.of("").toAbsolutePath(), new StopSignal());
    }

    @AfterEach
    void stop() {
        app.close();
        server.close();
    }

    private void backup() {
        assertThat(app.call("direct:backup", new BackupRequest("shop"), BackupResult.class).complete()).isTrue();
    }

    private Documents restore() {
        RestoreResult result = app.call("direct:restore", new RestoreRequest("shop", DatabaseUrl.parse(server.url("copy")).url(),
                Access.OPEN, Optional.empty(), Selection.ALL, true, Progress.NONE), RestoreResult.class);
        assertThat(result.refused()).isEmpty();
        return server.written("copy");
    }

    /** Each document's leaves as a set: their order says nothing. */
    private static Map<String, Object> leaves(Documents documents) {
        return documents.ids().stream().collect(Collectors.toMap(it -> it,
                it -> documents.leaves(it).stream().map(Bytes::text).collect(Collectors.toSet())));
    }

    private static String document(String id, String members) {
        return "{\"_id\":\"" + id + "\",\"_rev\":\"1-a\"," + members + ",\"_revisions\":{\"start\":1,\"ids\":[\"a\"]}}";
    }

    private void putOddDocuments() {
        shop.put("numbers", document("numbers", "\"n\":[123456789012345678901234567890,1.50,-0.0,0.1000,1e400,-1E-4000,1.0E+2,"
                + "9".repeat(2_000) + "]"));
        shop.put("text", document("text", "\"t\":\"\\u00e9 é \\u00E9 \\ud83d\\ude00 😀 \u2028 \\u2028 \\/ / \\\" \\b \\u0008 \u007f\""));
        shop.put("half", document("half", "\"\\ud800\":\"\\udc00 \\ud800\""));
        shop.put("keys", "{\"z\":1,\"\":{\"\":\"\"},\"_rev\":\"1-a\",\"a\":2,\"_revisions\":{\"ids\":[\"a\"],\"start\":1},"
                + "\"_id\":\"keys\",\"10\":3,\"9\":4}");
        shop.put("twice", document("twice", "\"a\":1,\"a\":2"));
        shop.put("a", "{\"_id\":\"\\u0061\",\"_rev\":\"1-a\",\"\\u0061\":\"\\u0061\"}");
        shop.put("white", "{ \"_id\" :\t\"white\" , \"_rev\":  \"1-a\",\"x\" : [ ] }");
        shop.put("inside", document("inside", "\"x\":{\"_id\":\"other\",\"_rev\":\"9-z\",\"_deleted\":true,"
                + "\"_attachments\":{\"f\":{\"stub\":true}}}"));
        shop.put("deep", document("deep", "\"x\":" + "[".repeat(5_000) + "]".repeat(5_000)));
        shop.put("é😀", document("é😀", "\"x\":1"));
        shop.put("Ａ", document("\\uff21", "\"x\":1"));
        shop.put("_design/d", document("_design/d", "\"views\":{\"v\":{\"map\":\"function (doc) {\\n  emit(doc._id);\\n}\"}}"));
    }

    private void putConflictsAndTombstones() {
        shop.put("conflict", leaf("conflict", "one"), leaf("conflict", "two").replace("1-a", "3-c"),
                "{\"_id\":\"conflict\",\"_rev\":\"2-b\",\"_deleted\":true,\"last\":\"words\",\"n\":1.50,"
                        + "\"_revisions\":{\"start\":2,\"ids\":[\"b\",\"a\"]}}");
        shop.put("tombstone", "{\"_deleted\":true,\"_id\":\"tombstone\",\"_rev\":\"4-d\",\"body\":{\"kept\":-0.0},"
                + "\"_revisions\":{\"start\":4,\"ids\":[\"d\"]}}");
        shop.put("graves", "{\"_id\":\"graves\",\"_rev\":\"2-b\",\"_deleted\":true}", "{\"_id\":\"graves\",\"_rev\":\"2-c\",\"_deleted\":true}");
    }

    @Test
    void oddDocumentsComeBackAsTheyAre() {
        putOddDocuments();

        backup();

        assertThat(leaves(restore())).isEqualTo(leaves(shop));
    }

    @Test
    void conflictsAndTombstonesComeBackWithAllTheirLeaves() {
        putConflictsAndTombstones();

        backup();

        assertThat(leaves(restore())).isEqualTo(leaves(shop));
    }

    @Test
    void largeDocumentComesBackAsItIs() {
        shop.put("large", document("large", "\"x\":\"" + "\\\"é]}".repeat(8 * 1024 * 1024 / 6) + "\""));
        shop.put("small", leaf("small", "x"));

        backup();

        assertThat(leaves(restore())).isEqualTo(leaves(shop));
    }

    @Test
    void attachmentsComeBackInline() {
        String inline = "{\"_id\":\"photo\",\"_rev\":\"1-a\",\"_attachments\":{\"é.png\":{\"content_type\":\"image/png\",\"revpos\":1,"
                + "\"digest\":\"md5-x\",\"data\":\"" + "QUJD".repeat(10_000) + "\"}}}";
        shop.putWithAttachments("photo", inline.replaceAll("\"data\":\"[^\"]*\"", "\"length\":30000,\"stub\":true"), inline);

        backup();

        assertThat(restore().leaves("photo")).extracting(Bytes::text).containsExactly(inline);
    }

    @Test
    void changesOnTopOfABaselineComeBackAsTheyAre() {
        putOddDocuments();
        putConflictsAndTombstones();
        backup();
        shop.put("text", "{\"_id\":\"text\",\"_rev\":\"2-b\",\"_deleted\":true,\"n\":1.50}");
        shop.put("new", document("new", "\"n\":100000000000000000000000000000"));
        backup();

        assertThat(leaves(restore())).isEqualTo(leaves(shop));
    }

    @Test
    void brokenAnswersLeaveNoTrace() {
        putOddDocuments();
        putConflictsAndTombstones();
        server.next("_changes", Fault.cutAfter("\"half\""));
        server.next("_bulk_get", Fault.cutAfter(1_500));
        server.next("_bulk_get", Fault.status(503, "busy", "x"));
        server.next("_bulk_get", Fault.entries(it -> Stream.concat(it.stream().skip(2), it.stream().limit(1)).toList()));
        server.next("_bulk_get", Fault.notFound("keys"));
        server.next("_bulk_docs", Fault.cutAfter(0));
        server.next("_bulk_docs", Fault.status(413, "too_large", "x"));

        backup();

        assertThat(leaves(restore())).isEqualTo(leaves(shop));
    }
}
