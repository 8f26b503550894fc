package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import io.camelback.demo.Difference;
import java.io.File;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export goes into an empty database by couchrestore, the tool that users have today. */
class ExportTest {

    private final TestCouch couch = TestCouch.get();
    private final String source = couch.fresh();
    private final String target = couch.fresh();

    private String limit = "1m";

    @TempDir
    private Path directory;

    @AfterEach
    void drop() {
        couch.drop(source);
        couch.drop(target);
    }

    @Test
    void couchrestoreBringsBackTheSameDocuments() throws Exception {
        couch.client().bulkDocs(source, OddDocuments.plain());
        couch.client().bulkDocsAsIs(source, OddDocuments.conflicts());
        exportAndRestore();
    }

    /** Characters of several bytes that fall anywhere: a tool that reads 64 KB at a time would break those on a border. */
    @Test
    void noCharacterBreaksHoweverLongTheFile() throws Exception {
        List<ObjectNode> documents = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            documents.add(CouchClient.object().put("_id", "long " + i).put("text", "日本語🐫é".repeat(100 + i % 7)));
        }
        couch.client().bulkDocs(source, documents);
        exportAndRestore();
    }

    @Test
    void attachmentsComeToo() throws Exception {
        ObjectNode attached = CouchClient.object().put("_id", "attached");
        attached.putObject("_attachments").putObject("é.png").put("content_type", "image/png").put("data", "AAEC/w==");
        couch.client().bulkDocs(source, List.of(attached));
        exportAndRestore("--attachments");
    }

    @Test
    void largeAttachmentsComeInlineToo() throws Exception {
        limit = "1k";
        byte[] bytes = new byte[300_001];
        new Random(1).nextBytes(bytes);
        ObjectNode attached = CouchClient.object().put("_id", "attached é");
        attached.putObject("_attachments").putObject("é.bin").put("content_type", "application/octet-stream")
                .put("data", Base64.getEncoder().encodeToString(bytes));
        attached.withObject("/_attachments").putObject("b.txt").put("content_type", "text/plain")
                .put("data", Base64.getEncoder().encodeToString("a line of text\n".repeat(5_000).getBytes(StandardCharsets.UTF_8)));
        couch.client().bulkDocs(source, List.of(attached));
        exportAndRestore("--attachments");
    }

    private void exportAndRestore(String... options) throws Exception {
        new Installation(directory).local("local").task("all", source, "local").line("camelback.tasks.all.attachmentLimit", limit)
                .run("backup", "all").expect(0);
        File file = export();
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(Files.readString(file.toPath()))).as("it is ASCII").isTrue();
        couchrestore(file, options);
        Map<String, Map<String, JsonNode>> expected = couch.client().leaves(source);
        assertThat(Difference.between(target, expected, couch.client().leaves(target))).isEmpty();
    }

    /** Standard output itself is taken, so this needs a process. */
    private File export() throws IOException, InterruptedException {
        File file = directory.resolve("export.txt").toFile();
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "io.camelback.Camelback", "export", "all", "--config",
                directory.resolve("application.properties").toString()).redirectOutput(file).redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor()).isZero();
        return file;
    }

    private void couchrestore(File file, String... options) throws IOException, InterruptedException {
        String url = couch.url().replace("://", "://" + encode(couch.username()) + ":" + encode(couch.password()) + "@");
        List<String> command = new ArrayList<>(List.of("node", "demo/node_modules/@cloudant/couchbackup/bin/couchrestore.bin.js",
                "--url", url, "--db", target));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectInput(file).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
