package io.camelback.e2e;

import static io.camelback.e2e.StoredTask.HEAVY;
import static io.camelback.e2e.StoredTask.LIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.archive.Manifest;
import io.camelback.archive.Selection;
import io.camelback.catalog.PointReader;
import io.camelback.cli.App;
import io.camelback.demo.CouchClient;
import io.camelback.demo.Difference;
import io.camelback.export.ExportRequest;
import io.camelback.export.ExportResult;
import io.camelback.failure.Failure;
import io.camelback.job.StopSignal;
import io.camelback.service.RecordedLog;
import io.camelback.stub.Answer;
import io.camelback.stub.Request;
import io.camelback.stub.StubCouch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives are removed or damaged while a database is restored from them: it comes back exactly, or what is lost is named. */
class VanishingArchivesTest {

    private static final int DOCUMENTS = 1_800;

    @TempDir
    private static Path master;
    private static TestCouch couch;
    private static CouchClient client;
    private static String source;
    private static Map<String, Map<String, JsonNode>> expected;

    private final String target = couch.freshName();
    private final AtomicBoolean happened = new AtomicBoolean();
    private final StubCouch relay = new StubCouch();
    private final HttpClient http = HttpClient.newHttpClient();
    private Runnable event = () -> { };

    @TempDir
    private Path directory;
    private Installation camelback;
    private StoredTask stored;
    private List<Manifest> archives;
    private RecordedLog log;
    private boolean restored;

    /** A baseline and three deltas; in each of them many small batches, so that most are read after the first page is written. */
    @BeforeAll
    static void backUp() {
        couch = TestCouch.get();
        client = couch.client();
        source = couch.fresh();
        Installation camelback = installation(master);
        client.bulkDocs(source, IntStream.range(0, DOCUMENTS).mapToObj(it -> document(it).put("run", 0)).toList());
        camelback.run("backup", "one").expect(0);
        for (int run = 1; run <= 3; run++) {
            edit(run);
            camelback.run("backup", "one").expect(0);
        }
        expected = client.leaves(source);
    }

    private static Installation installation(Path directory) {
        return new Installation(directory).local("local").local("second").task("one", source, "local")
                .line("camelback.tasks.one.batchBytes", "10k").line("camelback.tasks.one.parallel", 1);
    }

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> all = Files.walk(master)) {
            for (Path path : all.skip(1).toList()) {
                Files.copy(path, directory.resolve(master.relativize(path)));
            }
        }
        camelback = installation(directory);
        stored = new StoredTask(directory.resolve("local"), "one");
        archives = stored.manifests();
        relay.always("", (request, normal) -> {
            if (request.below().equals("_bulk_docs") && happened.compareAndSet(false, true)) {
                event.run();
            }
            return pass(request);
        });
        log = new RecordedLog(PointReader.class);
    }

    @AfterEach
    void end() {
        log.close();
        relay.close();
        if (restored) {
            couch.drop(target);
        }
    }

    @AfterAll
    static void drop() {
        couch.drop(source);
    }

    private static ObjectNode document(int number) {
        return CouchClient.object().put("_id", String.format("document %05d", number)).put("text", "x".repeat(number % 40));
    }

    /** Every run changes others of the documents, deletes some, and adds some between and behind them. */
    private static void edit(int run) {
        Map<String, Map<String, JsonNode>> now = client.leaves(source);
        List<ObjectNode> edits = new ArrayList<>();
        for (int i = run; i < DOCUMENTS; i += 3 + run) {
            ObjectNode edit = document(i).put("run", run);
            JsonNode leaf = now.get(edit.path("_id").asText()).values().iterator().next();
            if (!leaf.path("_deleted").asBoolean()) {
                edits.add(i % 7 == 0 ? edit.put("_rev", leaf.path("_rev").asText()).put("_deleted", true)
                        : edit.put("_rev", leaf.path("_rev").asText()));
            }
            edits.add(CouchClient.object().put("_id", String.format("document %05d of run %d", i, run)));
        }
        client.bulkDocs(source, edits);
    }

    private Answer pass(Request request) {
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(URI.create(couch.url() + request.target()))
                .method(request.method(), BodyPublishers.ofByteArray(request.body()));
        for (String header : List.of("authorization", "content-type")) {
            Optional.ofNullable(request.headers().get(header)).ifPresent(it -> forwarded.header(header, it));
        }
        try {
            HttpResponse<byte[]> response = http.send(forwarded.build(), BodyHandlers.ofByteArray());
            return Answer.of(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Installation.Result restore() {
        String url = relay.url(target).replace("://", "://" + encode(couch.username()) + ":" + encode(couch.password()) + "@");
        Installation.Result result = camelback.run("restore", "one", "--to", url);
        restored = happened.get();
        assertThat(restored).as(result.err()).isTrue();
        return result;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void restoresTheSource() {
        restore().expect(0);
        assertThat(Difference.between(target, expected, client.leaves(target))).isEmpty();
    }

    private void assertWarnedOf(Manifest archive) {
        assertThat(log.lines()).singleElement().asString().startsWith("WARN ").contains(archive.name().path() + "/0")
                .endsWith("another chain to the same restore point is taken, without archive " + archive.name());
    }

    @Test
    void aRollupComesAndItsInputsGo() {
        event = () -> {
            stored.rollUp(archives.subList(1, 4), LIGHT);
            archives.subList(1, 4).forEach(stored::remove);
        };
        restoresTheSource();
        assertThat(log.lines()).hasSize(1);
        assertThat(log.lines().get(0)).contains(" is gone: ").contains("another chain to the same restore point is taken");
    }

    @Test
    void inputsInTheMiddleGo() {
        event = () -> {
            stored.rollUp(archives.subList(1, 3), LIGHT);
            archives.subList(1, 3).forEach(stored::remove);
        };
        restoresTheSource();
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void theBaselineIsFoldedWithADelta() {
        event = () -> {
            stored.rollUp(archives.subList(0, 2), LIGHT);
            archives.subList(0, 2).forEach(stored::remove);
        };
        restoresTheSource();
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void aRollupThatIsReadGoesAndItsInputsAreStillThere() {
        Manifest rollup = stored.rollUp(archives.subList(1, 4), LIGHT);
        event = () -> stored.remove(rollup);
        restoresTheSource();
        assertWarnedOf(rollup);
    }

    @Test
    void aRollupOfRollupsComesAndTheyGo() {
        Manifest daily = stored.rollUp(archives.subList(1, 3), LIGHT);
        event = () -> {
            stored.rollUp(List.of(daily, archives.get(3)), LIGHT);
            stored.remove(daily);
            archives.subList(1, 4).forEach(stored::remove);
        };
        restoresTheSource();
        assertThat(log.lines()).isNotEmpty();
    }

    @Test
    void anArchiveThatNothingReplacesIsNamedWithTheGap() {
        Manifest lost = archives.get(2);
        event = () -> stored.remove(lost);
        Installation.Result failed = restore().expect(5);
        assertThat(failed.err()).startsWith("camelback: " + lost.name().path() + "/0").hasLineCount(1).contains(" is gone: ")
                .contains("no other archives lead where " + lost.name() + " does, from sequence ")
                .contains("(" + archives.get(1).end() + ")").contains("(" + lost.end() + ")");
        Map<String, Map<String, JsonNode>> restored = client.leaves(target);
        Map<String, Map<String, JsonNode>> same = new TreeMap<>(expected);
        same.keySet().retainAll(restored.keySet());
        assertThat(Difference.between("what is there already", same, restored)).isEmpty();
        assertThat(restored).hasSizeLessThan(expected.size());
    }

    /** There is another whole chain, and yet it needn't be taken. */
    @Test
    void anotherDestinationsCopyIsReadOn() {
        camelback.line("camelback.tasks.one.destinations", "local, second");
        camelback.run("backup", "one").expect(0);
        event = () -> stored.remove(archives.get(2));
        restoresTheSource();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aDamagedRollupIsEvadedByItsInputsForADatabaseAndForDocuments() throws IOException {
        Manifest rollup = stored.rollUp(archives.subList(1, 4), LIGHT);
        stored.damage(rollup);
        restoresTheSource();
        assertWarnedOf(rollup);
        String id = "document 00003";
        Installation.Result document = camelback.run("restore", "one", "--doc", id, "--stdout").expect(0);
        assertThat(new ObjectMapper().readTree(document.out())).isIn(expected.get(id).values());
    }

    @Test
    void damagedInputsAreEvadedByARollupBesideThem() {
        stored.rollUp(archives.subList(1, 3), HEAVY);
        event = () -> stored.damage(archives.get(1));
        restoresTheSource();
        assertWarnedOf(archives.get(1));
    }

    @Test
    void anExportGoesOnToo() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportResult result = export(out, () -> {
            stored.rollUp(archives.subList(1, 4), LIGHT);
            archives.subList(1, 4).forEach(stored::remove);
        });
        assertThat(result.documents()).isEqualTo(expected.size());
        Map<String, Map<String, JsonNode>> exported = new TreeMap<>();
        for (String line : out.toString(StandardCharsets.US_ASCII).lines().skip(1).toList()) {
            JsonNode leaves = new ObjectMapper().readTree(line);
            Map<String, JsonNode> byRevision = new HashMap<>();
            leaves.forEach(it -> byRevision.put(it.path("_rev").asText(), it));
            assertThat(exported.put(leaves.path(0).path("_id").asText(), byRevision)).as("each document is there once").isNull();
        }
        assertThat(Difference.between("export", expected, exported)).isEmpty();
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void anExportThatMissesAnArchiveFails() {
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> export(new ByteArrayOutputStream(), () -> stored.remove(archives.get(3))))
                .withMessageContaining("no other archives lead where " + archives.get(3).name());
    }

    /** The event comes with the first bytes. */
    private ExportResult export(ByteArrayOutputStream out, Runnable event) {
        OutputStream told = new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                out.write(bytes, from, length);
                if (out.size() > 1_000 && happened.compareAndSet(false, true)) {
                    event.run();
                }
            }
        };
        try (App app = App.start(directory.resolve("application.properties"), System.getenv(), Path.of("."), new StopSignal())) {
            return app.call("direct:export", new ExportRequest("one", Optional.empty(), Selection.ALL, told), ExportResult.class);
        }
    }
}
