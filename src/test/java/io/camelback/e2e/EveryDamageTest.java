package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.archive.ArchiveName;
import io.camelback.archive.Attachment;
import io.camelback.archive.DatabaseSettings;
import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import io.camelback.archive.Manifest;
import io.camelback.archive.ManifestJson;
import io.camelback.archive.StubbedLeaf;
import io.camelback.catalog.AttachmentFiles;
import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.CatalogReader;
import io.camelback.catalog.Chain;
import io.camelback.catalog.PointReader;
import io.camelback.cli.App;
import io.camelback.config.Sample;
import io.camelback.demo.CouchClient;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Progress;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import io.camelback.verify.VerifyRequest;
import io.camelback.verify.VerifyResult;
import io.camelback.verify.VerifyResult.Damaged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each file of a history – a baseline, deltas, a rollup, attachments, settings – is in turn deleted, cut, changed in one bit, or replaced by
 * another of its kind. A verify names it, and what is read of the history then is as it was, or refused.
 */
class EveryDamageTest {

    private static final TestCouch COUCH = TestCouch.get();

    @TempDir
    private static Path directory;
    private static String source;
    private static Installation camelback;
    private static App app;
    private static Map<String, byte[]> intact;
    private static Map<Instant, String> contents;
    private static Instant newest;

    @BeforeAll
    static void history() throws IOException {
        source = COUCH.fresh();
        camelback = new Installation(directory).local("disk").local("nas").task("one", source, "disk, nas")
                .line("camelback.tasks.one.attachmentLimit", "1k").line("camelback.tasks.one.batchBytes", "1k").line("camelback.tasks.one.parallel", 1)
                .line("camelback.tasks.one.localDocuments", true).line("camelback.tasks.one.retention.delta", 1);
        ObjectNode security = CouchClient.object();
        security.withObject("/members").putArray("roles").add("_admin");
        COUCH.client().put("/" + source + "/_security", security);
        COUCH.client().put("/" + source + "/_local/own", CouchClient.object().put("number", 1));
        Instant now = Instant.parse("2026-03-01T02:00:00Z");
        for (int i = 0; i < 4; i++) {
            now = now.plus(Duration.ofHours(i < 3 ? 6 : 24));
            put(document("document " + i).put("text", "x".repeat(i == 0 ? 1500 : 100)), attached("attached " + i, 3000 + i));
            camelback.clock(now).run("backup", "one").expect(0);
        }
        camelback.run("rollup", "one").expect(0);
        app = App.start(directory.resolve("application.properties"), Map.of(), Path.of("."), new StopSignal());
        intact = files("disk");
        assertThat(intact.keySet()).isEqualTo(files("nas").keySet());
        contents = new TreeMap<>();
        for (Chain point : catalog("disk").chains().points()) {
            contents.put(point.point(), content(Optional.of(point.point()), "disk"));
        }
        assertThat(contents).hasSize(4).doesNotContainValue("");
        newest = contents.keySet().stream().max(Instant::compareTo).orElseThrow();
    }

    @AfterAll
    static void end() {
        app.close();
        COUCH.drop(source);
    }

    private static void put(ObjectNode... documents) {
        COUCH.client().bulkDocs(source, List.of(documents));
    }

    private static ObjectNode document(String id) {
        return CouchClient.object().put("_id", id);
    }

    private static ObjectNode attached(String id, int bytes) {
        byte[] data = new byte[bytes];
        new Random(bytes).nextBytes(data);
        ObjectNode document = document(id);
        document.withObject("/_attachments").putObject("file").put("content_type", "application/octet-stream")
                .put("data", Base64.getEncoder().encodeToString(data));
        return document;
    }

    /** By their keys; the notes of runs are no part of what is restored. */
    private static Map<String, byte[]> files(String destination) throws IOException {
        Path root = directory.resolve(destination);
        try (Stream<Path> all = Files.walk(root)) {
            Map<String, byte[]> files = new TreeMap<>();
            all.filter(Files::isRegularFile).filter(it -> !it.endsWith("last-run.json")).forEach(it -> files.put(root.relativize(it).toString(), bytes(it)));
            return files;
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Catalog catalog(String... destinations) {
        return new Catalog("one", Arrays.stream(destinations).map(it -> new CatalogReader().read("one", app.destination(it))).toList());
    }

    /** Everything that a restore writes, as a text. */
    private static String content(Optional<Instant> at, String... destinations) {
        Catalog catalog = catalog(destinations).orFail();
        Chain chain = catalog.at(at);
        StringBuilder content = new StringBuilder();
        try (Staging staging = Staging.in(directory.resolve("staging"), "content")) {
            PointReader reader = new PointReader(chain, catalog.reachable(), app::destination, staging, () -> catalog(destinations));
            AttachmentFiles attachments = new AttachmentFiles(app::destination, catalog.reachable(), "one", staging);
            try (EntryCursor entries = reader.entries(null, null)) {
                for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                    content.append(new String(entry.line(), StandardCharsets.UTF_8)).append('\n');
                    for (Attachment attachment : StubbedLeaf.attachments(entry)) {
                        content.append(ManifestJson.sha256(bytes(attachments.whole(attachment)))).append('\n');
                    }
                }
            }
            DatabaseSettings settings = chain.last().manifest().database();
            Path local = new BatchFiles(app::destination, catalog.reachable()).whole(chain.last(), settings.local(), staging);
            return content.append(settings).append(ManifestJson.sha256(bytes(local))).toString();
        }
    }

    private static VerifyResult verify(String sample) {
        return app.call("direct:verify", new VerifyRequest("one", Optional.of("disk"), Sample.parse(sample), Progress.NONE), VerifyResult.class);
    }

    @Test
    void whatIsIntactIsSaidToBe() {
        VerifyResult result = verify("100%");
        assertThat(result.isWell()).isTrue();
        assertThat(result.destinations().get(0).damaged()).isEmpty();
        assertThat(result.destinations().get(0).read()).isEqualTo(result.destinations().get(0).all());
        assertThat(result.destinations().get(0).all().files()).isEqualTo(intact.keySet().stream().filter(it -> it.endsWith(".zst")).count());
        assertThat(result.destinations().get(0).all().attachments()).isEqualTo(4);
        assertThat(result.destinations().get(0).point()).contains(newest);
    }

    @TestFactory
    Stream<DynamicTest> aVerifyNamesItAndNothingWrongIsEverRestored() {
        Map<String, Optional<byte[]>> cases = new LinkedHashMap<>();
        intact.forEach((key, bytes) -> damages(key, bytes).forEach((how, damaged) -> cases.put(key + " " + how, damaged)));
        return cases.entrySet().stream().map(it -> DynamicTest.dynamicTest(it.getKey(), () -> {
            String key = it.getKey().substring(0, it.getKey().indexOf(' '));
            try {
                check(key, it.getValue());
            } finally {
                Files.write(directory.resolve("disk").resolve(key), intact.get(key));
            }
        }));
    }

    private static Map<String, Optional<byte[]>> damages(String key, byte[] bytes) {
        Map<String, Optional<byte[]>> damages = new LinkedHashMap<>();
        damages.put("deleted", Optional.empty());
        for (int length : new int[] {0, bytes.length / 2, bytes.length - 1}) {
            damages.put("cut to " + length, Optional.of(Arrays.copyOf(bytes, length)));
        }
        damages.put("made longer", Optional.of(Arrays.copyOf(bytes, bytes.length + 1)));
        for (int at : new int[] {bytes.length / 5, bytes.length / 2, bytes.length - 2}) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 1;
            damages.put("changed at " + at, Optional.of(flipped));
        }
        others(key).forEach((name, other) -> damages.put("replaced by " + name, Optional.of(other)));
        return damages;
    }

    /** Other files of the same kind: the first, the last, and of a manifest one that was written anew with less in it. */
    private static Map<String, byte[]> others(String key) {
        String kind = kind(key);
        List<String> same = intact.keySet().stream().filter(it -> kind(it).equals(kind) && !Arrays.equals(intact.get(it), intact.get(key))).toList();
        Map<String, byte[]> others = new LinkedHashMap<>();
        if (!same.isEmpty()) {
            others.put(same.get(0), intact.get(same.get(0)));
            others.put(same.get(same.size() - 1), intact.get(same.get(same.size() - 1)));
        }
        if (kind.equals(ArchiveName.MANIFEST) && isNamedByTheNext(key)) {
            others.put("one with less", withLess(ManifestJson.read(intact.get(key), key)));
        }
        return others;
    }

    private static String kind(String key) {
        return key.startsWith(Attachment.ROOT) ? Attachment.ROOT : key.matches(".*/\\d{5}\\.jsonl\\.zst") ? "batch" : key.substring(key.lastIndexOf('/') + 1);
    }

    /** The manifest of a run before another: what was written anew with a seal of its own is told by the SHA-256 that the other one has. */
    private static boolean isNamedByTheNext(String key) {
        String sha256 = ManifestJson.sha256(intact.get(key));
        return intact.keySet().stream().filter(it -> it.endsWith(ArchiveName.MANIFEST))
                .anyMatch(it -> sha256.equals(ManifestJson.read(intact.get(it), it).previous()));
    }

    private static byte[] withLess(Manifest manifest) {
        return ManifestJson.write(new Manifest(manifest.name(), manifest.number(), manifest.since(), manifest.until(), manifest.start(), manifest.end(),
                manifest.source(), manifest.settings(), List.of(), manifest.inputs(), manifest.previous()).with(manifest.database()));
    }

    private static void check(String key, Optional<byte[]> damaged) throws IOException {
        Path file = directory.resolve("disk").resolve(key);
        if (damaged.isEmpty()) {
            Files.delete(file);
        } else {
            Files.write(file, damaged.get());
        }
        VerifyResult.Verified verified = verify("100%").destinations().get(0);
        if (damaged.isEmpty() && key.endsWith(ArchiveName.MANIFEST)) {
            assertThat(verified.archives()).as("without its manifest there is no archive").isEqualTo(4);
        } else {
            assertThat(verified.damaged()).extracting(Damaged::key).contains(key);
            Damaged found = verified.damaged().stream().filter(it -> it.key().equals(key)).findFirst().orElseThrow();
            assertThat(found.reason()).isNotBlank();
        }
        for (Instant point : points(key)) {
            assertRightOrRefused(Optional.of(point), "disk");
        }
        assertRightOrRefused(Optional.empty(), "disk");
        assertRight(newest, "nas", "disk");
    }

    /** Those that need the file, and that may be given by what is left. */
    private static Set<Instant> points(String key) {
        return key.endsWith(ArchiveName.MANIFEST) ? contents.keySet() : ArchiveName.ofFile(key)
                .map(it -> Set.of(ManifestJson.read(intact.get(it.manifestKey()), key).end())).orElse(Set.of());
    }

    private static void assertRight(Instant at, String... destinations) {
        assertThat(content(Optional.of(at), destinations)).as("restored from both").isEqualTo(contents.get(at));
    }

    /** A point that is gone is not given; one that is given is what it was. */
    private static void assertRightOrRefused(Optional<Instant> at, String destination) {
        try {
            Instant point = catalog(destination).orFail().at(at).point();
            String content = content(at, destination);
            if (!content.equals(contents.get(point))) {
                fail("restore point " + point + " came back as another one");
            }
        } catch (Failure e) {
            assertThat(e.party() == Party.ARCHIVE && e.reason() == Reason.DAMAGED || e.party() == Party.USER || e.reason() == Reason.MISSING)
                    .as(e.getMessage()).isTrue();
        }
    }
}
