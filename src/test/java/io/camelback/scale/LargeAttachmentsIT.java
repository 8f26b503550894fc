package io.camelback.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import io.camelback.demo.CouchServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attachments many times as large as the heap, from the source to the destination and back. */
class LargeAttachmentsIT {

    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final List<Integer> SIZES = List.of(0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5_000_000, 40_000_000);
    private static final long LARGE = SIZES.stream().filter(it -> it > 1 << 20).count();

    private final HttpClient http = HttpClient.newHttpClient();
    private Instant now = Instant.parse("2026-03-01T02:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void upTo40MegabytesPassThroughAHeapOf64AndAreStoredOnce() throws Exception {
        try (CouchServer server = CouchServer.start(Path.of("demo"), null)) {
            CouchClient client = new CouchClient(server.url(), CouchServer.USERNAME, CouchServer.PASSWORD);
            client.put("/source", null);
            for (int size : SIZES) {
                byte[] bytes = new byte[size];
                new Random(size).nextBytes(bytes);
                put(server, "/source/size-" + size + "/file.bin", bytes);
            }
            configure(server.url() + "/source", "camelback.tasks.files.username = " + CouchServer.USERNAME,
                    "camelback.tasks.files.password = " + CouchServer.PASSWORD, "camelback.tasks.files.retention.delta = 1",
                    "camelback.tasks.files.retention.daily = 1", "camelback.tasks.files.retention.weekly = 0",
                    "camelback.tasks.files.retention.monthly = 0", "camelback.tasks.files.retention.yearly = 0");
            run("-Xmx64m", "backup", "files");
            List<Path> objects = objects();
            assertThat(objects).hasSize((int) LARGE);
            for (int change = 1; change <= 5; change++) {
                now = now.plus(Duration.ofHours(12));
                for (int size : SIZES) {
                    ObjectNode document = (ObjectNode) client.get("/source/size-" + size);
                    client.bulkDocs("source", List.of(document.put("change", change)));
                }
                run("-Xmx64m", "backup", "files");
            }
            run("-Xmx64m", "rollup", "files");
            for (int i = 0; i < 2; i++) {
                now = now.plus(Duration.ofHours(25));
                run("-Xmx64m", "cleanup", "files");
            }
            assertThat(objects()).isEqualTo(objects);
            run("-Xmx64m", "restore", "files", "--to", server.url() + "/target");
            assertThat(digests(server, client, "target")).isEqualTo(digests(server, client, "source")).hasSameSizeAs(SIZES);
        }
    }

    @Test
    void halfAGigabytePassesThroughAHeapOf256() throws Exception {
        try (AttachmentServer server = new AttachmentServer(500_000_000)) {
            configure(server.url("source"), "camelback.tasks.files.checkpoint = false");
            run("-Xmx256m", "backup", "files");
            run("-Xmx256m", "restore", "files", "--to", server.url("target"));
            assertThat(server.received()).isEqualTo(server.sent());
        }
    }

    private void configure(String source, String... more) throws IOException {
        List<String> lines = new ArrayList<>(List.of("camelback.destinations.disk.type = local", "camelback.destinations.disk.directory = stored",
                "camelback.tasks.files.source = " + source, "camelback.tasks.files.destinations = disk"));
        lines.addAll(List.of(more));
        Files.write(directory.resolve("application.properties"), lines);
    }

    private List<Path> objects() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("stored/attachments"))) {
            return files.filter(it -> it.getFileName().toString().matches("[0-9a-f]{64}")).sorted().toList();
        }
    }

    private void run(String heap, String... words) throws IOException, InterruptedException {
        List<String> java = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), heap, "-XX:+UseSerialGC", "-Dcamelback.home=" + HOME,
                "-jar", HOME.resolve("target/camelback.jar").toString());
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(java.stream(), Stream.of(words)).toList())
                .directory(directory.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("CAMELBACK_CLOCK", now.toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor()).as(() -> text(output)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** By document: revision, and SHA-256 of what the server gives of its attachment. */
    private Map<String, String> digests(CouchServer server, CouchClient client, String database) throws Exception {
        Map<String, String> digests = new TreeMap<>();
        for (JsonNode row : client.get("/" + database + "/_all_docs").path("rows")) {
            HttpRequest request = request(server, "/" + database + "/" + row.path("id").asText() + "/file.bin").build();
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream body = new DigestInputStream(http.send(request, BodyHandlers.ofInputStream()).body(), sha256)) {
                body.transferTo(OutputStream.nullOutputStream());
            }
            digests.put(row.path("id").asText(), row.at("/value/rev").asText() + " " + HexFormat.of().formatHex(sha256.digest()));
        }
        return digests;
    }

    private void put(CouchServer server, String path, byte[] bytes) throws Exception {
        HttpRequest request = request(server, path).header("Content-Type", "application/octet-stream").PUT(BodyPublishers.ofByteArray(bytes)).build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }

    private static HttpRequest.Builder request(CouchServer server, String path) {
        String pair = CouchServer.USERNAME + ":" + CouchServer.PASSWORD;
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
}
