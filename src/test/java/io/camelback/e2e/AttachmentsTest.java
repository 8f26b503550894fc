package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import io.camelback.demo.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attachments up to a limit travel inside their documents; larger ones are objects of their own. All of them come back. */
class AttachmentsTest {

    private final TestCouch couch = TestCouch.get();
    private final List<String> databases = new ArrayList<>(List.of(couch.fresh()));
    private final String source = databases.get(0);
    private Instant now = Instant.parse("2026-03-01T02:00:00Z");

    @TempDir
    private Path directory;

    @AfterEach
    void drop() {
        databases.forEach(couch::drop);
    }

    private ObjectNode document(String id, String name, int bytes) {
        ObjectNode document = CouchClient.object().put("_id", id);
        byte[] data = new byte[bytes];
        new Random(bytes).nextBytes(data);
        document.withObject("/_attachments").putObject(name).put("content_type", "application/octet-stream")
                .put("data", Base64.getEncoder().encodeToString(data));
        return document;
    }

    private void put(String id, String name, int bytes) {
        couch.client().bulkDocs(source, List.of(document(id, name, bytes)));
    }

    /** Changes a document without touching its attachments. */
    private void touch(String id) {
        ObjectNode document = (ObjectNode) couch.client().get("/" + source + "/" + id);
        couch.client().bulkDocs(source, List.of(document.put("touched", document.path("touched").asInt() + 1)));
    }

    private Installation installation(String destinations) {
        Installation camelback = new Installation(directory).line("camelback.tasks.one.attachmentLimit", "2k").clock(now);
        Stream.of(destinations.split(",")).forEach(camelback::local);
        return camelback.task("one", source, destinations);
    }

    private void pass(Installation camelback, Duration time) {
        now = now.plus(time);
        camelback.clock(now);
    }

    private void restoreAndCompare(Installation camelback, String... more) {
        String target = couch.freshName();
        databases.add(target);
        List<String> words = new ArrayList<>(List.of("restore", "one", "--to", couch.url() + "/" + target));
        words.addAll(List.of(more));
        camelback.run(words.toArray(String[]::new)).expect(0);
        assertThat(Difference.between("restored", couch.client().leaves(source), couch.client().leaves(target))).isEmpty();
    }

    private List<Path> objects(String destination) throws IOException {
        Path folder = directory.resolve(destination).resolve("attachments");
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(it -> it.getFileName().toString().matches("[0-9a-f]{64}")).sorted().toList();
        }
    }

    @Test
    void smallOnesComeBackWithTheirDocuments() throws IOException {
        for (int i = 0; i < 30; i++) {
            put("document " + i, "file " + i, i * 50);
            couch.client().bulkDocs(source, List.of(CouchClient.object().put("_id", "plain " + i)));
        }
        Installation camelback = installation("local");
        camelback.run("backup", "one").expect(0);
        assertThat(objects("local")).isEmpty();
        restoreAndCompare(camelback);
    }

    @Test
    void largeOnesAreStoredOnceHoweverOftenTheirDocumentChanges() throws IOException {
        put("a", "large.bin", 300_000);
        put("b", "a/b ü+%.bin", 5_000);
        ObjectNode several = document("c", "one", 3_000);
        several.withObject("/_attachments").set("none", document("c", "none", 0).at("/_attachments/none"));
        couch.client().bulkDocs(source, List.of(several));
        Installation camelback = installation("disk,nas");
        assertThat(camelback.run("backup", "one").expect(0).out()).contains("4 large attachments of 308");
        List<Path> stored = objects("disk");
        assertThat(stored).as("the document's empty one too").hasSize(4);
        for (int i = 0; i < 5; i++) {
            touch("a");
            touch("b");
            pass(camelback, Duration.ofHours(1));
            assertThat(camelback.run("backup", "one").expect(0).out()).doesNotContain("attachment");
        }
        assertThat(objects("disk")).isEqualTo(stored);
        assertThat(objects("nas")).hasSameSizeAs(stored);
        restoreAndCompare(camelback);
    }

    @Test
    void largeOnesOutliveRollupsAndGoWhenNothingRefersToThemAnyMore() throws IOException {
        put("kept", "kept.bin", 30_000);
        put("changed", "first.bin", 20_000);
        Installation camelback = installation("disk,nas").line("camelback.tasks.one.retention.delta", 1)
                .line("camelback.tasks.one.retention.daily", 1).line("camelback.tasks.one.retention.weekly", 0)
                .line("camelback.tasks.one.retention.monthly", 0).line("camelback.tasks.one.retention.yearly", 0)
                .line("camelback.tasks.one.fold.ratio", 0);
        camelback.run("backup", "one").expect(0);
        for (int i = 1; i < 7; i++) {
            pass(camelback, Duration.ofHours(12));
            JsonNode before = couch.client().get("/" + source + "/changed");
            couch.client().bulkDocs(source, List.of(document("changed", "other.bin", 20_000 + i).put("_rev", before.path("_rev").asText())));
            touch("kept");
            camelback.run("backup", "one").expect(0);
        }
        assertThat(objects("disk")).hasSize(8);
        pass(camelback, Duration.ofHours(12));
        couch.client().bulkDocs(source, List.of(CouchClient.object().put("_id", "plain")));
        camelback.run("backup", "one").expect(0);
        camelback.run("rollup", "one").expect(0);
        for (String manifest : manifests("daily")) {
            assertThat(new ObjectMapper().readTree(manifest).at("/settings/documentsWithAttachments").asLong()).as("by this an export tells").isPositive();
        }
        pass(camelback, Duration.ofHours(25));
        assertThat(camelback.run("cleanup", "one").expect(0).out()).contains("removed").doesNotContain("attachments");
        assertThat(objects("disk")).as("only noted yet").hasSize(8);
        restoreAndCompare(camelback);
        pass(camelback, Duration.ofHours(23));
        assertThat(camelback.run("cleanup", "one").expect(0).out()).doesNotContain("attachments");
        pass(camelback, Duration.ofHours(2));
        assertThat(camelback.run("cleanup", "one").expect(0).out()).containsPattern("disk: [1-9] attachments that nothing refers to any more")
                .containsPattern("nas: [1-9] attachments that nothing refers to any more");
        assertThat(objects("nas")).hasSameSizeAs(objects("disk"));
        assertThat(objects("disk")).hasSizeLessThan(8).hasSizeGreaterThanOrEqualTo(2);
        restoreAndCompare(camelback);
        for (String point : points(camelback)) {
            databases.add(couch.freshName());
            camelback.run("restore", "one", "--at", point, "--to", couch.url() + "/" + databases.get(databases.size() - 1)).expect(0);
        }
    }

    private List<String> manifests(String level) throws IOException {
        List<String> manifests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory.resolve("disk"))) {
            for (Path file : files.filter(it -> it.endsWith("manifest.json") && it.toString().contains("/" + level + "/")).toList()) {
                manifests.add(Files.readString(file));
            }
        }
        assertThat(manifests).isNotEmpty();
        return manifests;
    }

    private static List<String> points(Installation camelback) throws IOException {
        List<String> points = new ArrayList<>();
        new ObjectMapper().readTree(camelback.run("list", "one", "--json").expect(0).out()).path("restorePoints")
                .forEach(it -> points.add(it.asText()));
        return points;
    }

    @Test
    void everyLeafHasItsOwn() throws IOException {
        ObjectNode first = document("torn", "x", 4_000);
        couch.client().bulkDocsAsIs(source, List.of(first.put("_rev", "1-" + "a".repeat(32)), document("torn", "x", 6_000)
                .put("_rev", "1-" + "b".repeat(32)), CouchClient.object().put("_id", "torn").put("_rev", "1-" + "c".repeat(32))));
        Installation camelback = installation("disk");
        camelback.run("backup", "one").expect(0);
        assertThat(objects("disk")).hasSize(2);
        restoreAndCompare(camelback);
    }

    @Test
    void aDestinationThatWasAwayGetsThemFromAnother() throws IOException {
        put("a", "large.bin", 300_000);
        Installation camelback = installation("disk");
        camelback.run("backup", "one").expect(0);
        Installation both = installation("disk,nas");
        touch("a");
        pass(both, Duration.ofHours(1));
        both.run("backup", "one").expect(0);
        assertThat(objects("nas")).hasSize(1);
        try (Stream<Path> files = Files.walk(directory.resolve("disk")).sorted(Comparator.reverseOrder())) {
            files.forEach(it -> it.toFile().delete());
        }
        restoreAndCompare(both);
    }

    @Test
    void aDamagedOneIsTakenFromAnotherDestinationOrNamed() throws IOException {
        put("a", "large.bin", 300_000);
        Installation camelback = installation("disk,nas");
        camelback.run("backup", "one").expect(0);
        Path object = objects("disk").get(0);
        byte[] bytes = Files.readAllBytes(object);
        bytes[100_000]++;
        Files.write(object, bytes);
        restoreAndCompare(camelback);
        Files.delete(objects("nas").get(0));
        databases.add(couch.freshName());
        String target = couch.url() + "/" + databases.get(databases.size() - 1);
        assertThat(camelback.run("restore", "one", "--to", target).expect(5).err()).hasLineCount(1)
                .contains("disk:attachments/one/").contains("attachment large.bin of document a").contains("damaged");
    }

    @Test
    void aSingleDocumentComesBackWithThem() {
        put("a", "large.bin", 300_000);
        Installation camelback = installation("disk");
        camelback.run("backup", "one").expect(0);
        JsonNode before = winner("a");
        couch.client().bulkDocs(source, List.of(CouchClient.object().put("_id", "a").put("_rev", before.path("_rev").asText())));
        camelback.run("restore", "one", "--doc", "a", "--to", couch.url() + "/" + source).expect(0);
        JsonNode after = winner("a");
        assertThat(after.at("/_attachments/large.bin/data")).isEqualTo(before.at("/_attachments/large.bin/data"));
        assertThat(after.path("_rev").asText()).startsWith("3-");
    }

    private JsonNode winner(String id) {
        return couch.client().leaves(source).get(id).values().iterator().next();
    }
}
