package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import io.camelback.demo.Difference;
import io.camelback.stub.Documents;
import io.camelback.stub.StubCouch;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the README's comparison: the same database through couchbackup and through Camelback, document by document. */
class ComparedWithCouchbackupTest {

    private final TestCouch couch = TestCouch.get();
    private final List<String> databases = new ArrayList<>();
    private final String source = database(couch.fresh());

    @TempDir
    private Path directory;

    @AfterEach
    void drop() {
        databases.forEach(couch::drop);
    }

    private String database(String name) {
        databases.add(name);
        return name;
    }

    private Path couchbackup(String url, String database, String... options) throws Exception {
        Path file = Files.createTempFile(directory, "couchbackup", ".txt");
        assertThat(couchTool("couchbackup", url, database, ProcessBuilder.Redirect.PIPE, ProcessBuilder.Redirect.to(file.toFile()), options)).isZero();
        return file;
    }

    private int couchrestore(Path file, String url, String database, String... options) throws Exception {
        return couchTool("couchrestore", url, database, ProcessBuilder.Redirect.from(file.toFile()), ProcessBuilder.Redirect.DISCARD, options);
    }

    private int couchTool(String tool, String url, String database, ProcessBuilder.Redirect in, ProcessBuilder.Redirect out, String... options)
            throws Exception {
        List<String> command = new ArrayList<>(List.of("node", "demo/node_modules/@cloudant/couchbackup/bin/" + tool + ".bin.js", "--url", url, "--db",
                database));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectInput(in).redirectOutput(out)
                .redirectError(directory.resolve("couchbackup.log").toFile()).start();
        process.getOutputStream().close();
        return process.waitFor();
    }

    private String url() {
        return couch.url().replace("://", "://" + encode(couch.username()) + ":" + encode(couch.password()) + "@");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Into a database that isn't there yet. */
    private String viaCamelback() {
        String target = database(couch.freshName());
        Installation camelback = new Installation(directory).local("disk").task("one", source, "disk");
        camelback.run("backup", "one").expect(0);
        camelback.run("restore", "one", "--to", couch.url() + "/" + target).expect(0);
        return target;
    }

    private String viaCouchbackup(String... options) throws Exception {
        String target = database(couch.fresh());
        assertThat(couchrestore(couchbackup(url(), source, options), url(), target, options)).isZero();
        return target;
    }

    private List<String> differences(String target) {
        return Difference.between("restored", couch.client().leaves(source), couch.client().leaves(target));
    }

    @Test
    void documentsConflictsAndTombstonesComeThroughBoth() throws Exception {
        couch.client().bulkDocs(source, OddDocuments.plain());
        couch.client().bulkDocsAsIs(source, OddDocuments.conflicts());
        assertThat(differences(viaCamelback())).isEmpty();
        assertThat(differences(viaCouchbackup())).isEmpty();
    }

    @Test
    void couchbackupLeavesAttachmentsOutUnlessAskedFor() throws Exception {
        ObjectNode attached = CouchClient.object().put("_id", "attached");
        attached.putObject("_attachments").putObject("a.bin").put("content_type", "image/png").put("data", Base64.getEncoder().encodeToString(new byte[9]));
        couch.client().bulkDocs(source, List.of(attached));
        assertThat(differences(viaCamelback())).isEmpty();
        Path file = couchbackup(url(), source);
        assertThat(Files.readString(file)).contains("\"stub\":true").doesNotContain("\"data\"");
    }

    @Test
    void couchbackupLeavesTheSettingsOut() throws Exception {
        ObjectNode security = CouchClient.object();
        security.withObject("/members").putArray("names").add("ann");
        security.withObject("/members").putArray("roles").add("_admin");
        couch.client().put("/" + source + "/_security", security);
        couch.client().bulkDocs(source, List.of(CouchClient.object().put("_id", "a")));
        assertThat(security(viaCamelback())).isEqualTo(security(source));
        assertThat(security(viaCouchbackup())).isNotEqualTo(security(source));
    }

    private JsonNode security(String database) {
        return couch.client().get("/" + database + "/_security");
    }

    @Test
    void couchrestoreBreaksCharactersAndCamelbackDoesNot() throws Exception {
        List<ObjectNode> documents = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            documents.add(CouchClient.object().put("_id", "long " + i).put("text", "日本語🐫é".repeat(100 + i % 7)));
        }
        couch.client().bulkDocs(source, documents);
        assertThat(differences(viaCamelback())).isEmpty();
        assertThat(differences(viaCouchbackup())).isNotEmpty().allMatch(it -> it.contains("\ufffd"));
    }

    @Test
    void couchrestoreTakesATruncatedFileForAWholeOne() throws Exception {
        List<ObjectNode> documents = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            documents.add(CouchClient.object().put("_id", "document " + i).put("text", "x".repeat(200)));
        }
        couch.client().bulkDocs(source, documents);
        Path file = couchbackup(url(), source);
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, lines.size() / 2));
        String truncated = database(couch.fresh());
        assertThat(couchrestore(file, url(), truncated)).as("it ends well").isZero();
        assertThat(couch.client().get("/" + truncated).path("doc_count").asInt()).isLessThan(2_000);

        Installation camelback = new Installation(directory).local("disk").task("one", source, "disk");
        camelback.run("backup", "one").expect(0);
        Path batch;
        try (Stream<Path> files = Files.walk(directory.resolve("disk"))) {
            batch = files.filter(it -> it.toString().endsWith("00000.jsonl.zst")).findFirst().orElseThrow();
        }
        Files.write(batch, Arrays.copyOf(Files.readAllBytes(batch), (int) Files.size(batch) / 2));
        String target = database(couch.freshName());
        assertThat(camelback.run("restore", "one", "--to", couch.url() + "/" + target).expect(5).err()).hasLineCount(1).contains("damaged");
        assertThat(couch.client().get("/" + target).path("doc_count").asInt()).isZero();
    }

    @Test
    void couchbackupRoundsNumbersAndCamelbackDoesNot() throws Exception {
        String document = "{\"_id\":\"n\",\"_rev\":\"1-a\",\"n\":123456789012345678901234567890,\"m\":1.50,\"_revisions\":{\"start\":1,\"ids\":[\"a\"]}}";
        try (StubCouch server = new StubCouch()) {
            server.database("shop", new Documents()).put("n", document);
            assertThat(Files.readString(couchbackup(server.url(), "shop"))).contains("1.2345678901234568e+29").doesNotContain("1.50");

            Installation camelback = new Installation(directory).local("disk").line("camelback.tasks.one.source", server.url("shop"))
                    .line("camelback.tasks.one.destinations", "disk");
            camelback.run("backup", "one").expect(0);
            camelback.run("restore", "one", "--to", server.url("copy")).expect(0);
            assertThat(new String(server.written("copy").leaves("n").get(0), StandardCharsets.UTF_8)).isEqualTo(document);
        }
    }

    @Test
    void couchbackupReadsEverythingEachTimeAndCamelbackWhatChanged() throws Exception {
        try (StubCouch server = new StubCouch()) {
            Documents shop = server.database("shop", new Documents());
            for (int i = 0; i < 1_000; i++) {
                shop.put("d" + i, leaf("d" + i, "1-a"));
            }
            Installation camelback = new Installation(directory).local("disk").line("camelback.tasks.one.source", server.url("shop"))
                    .line("camelback.tasks.one.destinations", "disk");
            camelback.run("backup", "one").expect(0);
            couchbackup(server.url(), "shop");
            shop.put("d7", leaf("d7", "2-b"));
            assertThat(fetched(server, () -> couchbackup(server.url(), "shop"))).isEqualTo(1_000);
            assertThat(fetched(server, () -> camelback.run("backup", "one").expect(0))).isEqualTo(1);
            camelback.run("restore", "one", "--to", server.url("copy")).expect(0);
            assertThat(server.written("copy").ids()).hasSize(1_000);
        }
    }

    /** How many documents were asked for meanwhile. */
    private static long fetched(StubCouch server, Work work) throws Exception {
        int before = server.requests().size();
        work.run();
        return server.requests().stream().skip(before).filter(it -> it.below().equals("_bulk_get"))
                .mapToLong(it -> it.text().split("\"id\"", -1).length - 1).sum();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static String leaf(String id, String revision) {
        return "{\"_id\":\"" + id + "\",\"_rev\":\"" + revision + "\"}";
    }

    /** What a replicator would ask: whether anything of the original is missing in what was restored. */
    @Test
    void nothingIsMissingForAReplicator() throws IOException {
        couch.client().bulkDocs(source, OddDocuments.plain());
        couch.client().bulkDocsAsIs(source, OddDocuments.conflicts());
        ObjectNode asked = CouchClient.object();
        for (Map.Entry<String, Map<String, JsonNode>> document : couch.client().leaves(source).entrySet()) {
            document.getValue().keySet().forEach(asked.putArray(document.getKey())::add);
        }
        assertThat(asked.size()).isGreaterThan(10);
        assertThat(couch.client().post("/" + viaCamelback() + "/_revs_diff", asked)).isEmpty();
    }
}
