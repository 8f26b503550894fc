package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a database is beside its documents comes back with it: who may read and write it, its limits, whether it is partitioned. */
class SettingsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestCouch couch = TestCouch.get();
    private final List<String> databases = new ArrayList<>();
    private final String source = fresh("?partitioned=true");
    private Instant now = Instant.parse("2026-03-01T02:00:00Z");

    @TempDir
    private Path directory;

    @AfterEach
    void drop() {
        databases.forEach(couch::drop);
    }

    private String fresh(String query) {
        String name = couch.freshName();
        couch.client().put("/" + name + query, null);
        databases.add(name);
        return name;
    }

    private Installation installation(String... destinations) {
        Installation camelback = new Installation(directory).clock(now);
        Stream.of(destinations).forEach(camelback::local);
        return camelback.task("one", source, String.join(",", destinations));
    }

    private void pass(Installation camelback, Duration time) {
        now = now.plus(time);
        camelback.clock(now);
    }

    private String restored(Installation camelback, String... more) {
        String target = couch.freshName();
        databases.add(target);
        List<String> words = new ArrayList<>(List.of("restore", "one", "--to", couch.url() + "/" + target));
        words.addAll(List.of(more));
        camelback.run(words.toArray(String[]::new)).expect(0);
        return target;
    }

    private void set(int revsLimit, String reader) {
        couch.client().put("/" + source + "/_revs_limit", LongNode.valueOf(revsLimit));
        couch.client().put("/" + source + "/_purged_infos_limit", LongNode.valueOf(revsLimit + 1));
        couch.client().put("/" + source + "/_security", security(reader));
    }

    private static JsonNode security(String reader) {
        ObjectNode security = CouchClient.object();
        security.withObject("/admins").putArray("names").add("boss");
        security.withObject("/admins").putArray("roles").add("_admin");
        security.withObject("/members").putArray("names").add(reader);
        security.withObject("/members").putArray("roles").add("_admin");
        return security;
    }

    private void put(String database, String id, int number) {
        couch.client().bulkDocs(database, List.of(CouchClient.object().put("_id", id).put("number", number)));
    }

    private JsonNode get(String database, String path) {
        return couch.client().get("/" + database + path);
    }

    @Test
    void aRestoredDatabaseHasItsSettings() {
        set(17, "ann");
        put(source, "a:1", 1);
        Installation camelback = installation("local");
        camelback.run("backup", "one").expect(0);
        String target = restored(camelback);
        for (String path : List.of("/_security", "/_revs_limit", "/_purged_infos_limit")) {
            assertThat(get(target, path)).as(path).isEqualTo(get(source, path));
        }
        assertThat(get(target, "").at("/props/partitioned").asBoolean()).isTrue();
        assertThat(get(target, "/a:1").path("number").asInt()).isEqualTo(1);
    }

    @Test
    void withoutSettingsTheTargetKeepsItsOwn() {
        set(17, "ann");
        put(source, "a:1", 1);
        Installation camelback = installation("local");
        camelback.run("backup", "one").expect(0);
        String target = restored(camelback, "--without-settings");
        assertThat(get(target, "/_security")).isEqualTo(get(fresh(""), "/_security"));
        assertThat(get(target, "/_revs_limit").asInt()).isEqualTo(1000);
        assertThat(get(target, "").at("/props/partitioned").asBoolean()).isFalse();
    }

    @Test
    void aPartitionedDatabaseDoesNotGoIntoOneThatIsNot() {
        put(source, "a:1", 1);
        Installation camelback = installation("local");
        camelback.run("backup", "one").expect(0);
        String target = fresh("");
        assertThat(camelback.run("restore", "one", "--to", couch.url() + "/" + target).expect(2).err()).contains("not partitioned")
                .contains("--without-settings");
        assertThat(get(target, "").path("doc_count").asInt()).isZero();
    }

    @Test
    void settingsThatChangeMakeARestorePointAndTheirOldValuesStay() {
        set(17, "ann");
        put(source, "a:1", 1);
        Installation camelback = installation("local");
        camelback.run("backup", "one").expect(0);
        Instant first = now;
        pass(camelback, Duration.ofHours(1));
        assertThat(camelback.run("backup", "one").expect(0).out()).contains("unchanged");
        set(17, "eve");
        pass(camelback, Duration.ofHours(1));
        assertThat(camelback.run("backup", "one").expect(0).out()).contains(", 0 documents").contains("restore point " + now);
        assertThat(get(restored(camelback), "/_security")).isEqualTo(security("eve"));
        assertThat(get(restored(camelback, "--at", first.toString()), "/_security")).isEqualTo(security("ann"));
    }

    @Test
    void localDocumentsAreKeptIfAskedForAndOursAreNoPartOfThem() {
        put(source, "a:1", 1);
        put(source, "_local/checkpoint a+b/c", 1);
        put(source, "_local/other", 2);
        Installation camelback = installation("local").line("camelback.tasks.one.localDocuments", true);
        camelback.run("backup", "one").expect(0);
        assertThat(ids(get(source, "/_local_docs"))).hasSize(3);
        String target = restored(camelback);
        assertThat(ids(get(target, "/_local_docs"))).containsExactlyInAnyOrder("_local/checkpoint a+b/c", "_local/other");
        assertThat(get(target, "/_local/checkpoint%20a%2Bb%2Fc").path("number").asInt()).isEqualTo(1);
        assertThat(ids(get(restored(camelback, "--without-settings"), "/_local_docs"))).isEmpty();
        pass(camelback, Duration.ofHours(1));
        assertThat(camelback.run("backup", "one").expect(0).out()).contains("unchanged");
        couch.client().put("/" + source + "/_local/other", ((ObjectNode) get(source, "/_local/other")).put("number", 3));
        pass(camelback, Duration.ofHours(1));
        camelback.run("backup", "one").expect(0);
        assertThat(get(restored(camelback), "/_local/other").path("number").asInt()).isEqualTo(3);
    }

    @Test
    void localDocumentsAreNotKeptUnlessAskedFor() {
        put(source, "_local/other", 2);
        Installation camelback = installation("local");
        camelback.run("backup", "one").expect(0);
        assertThat(ids(get(restored(camelback), "/_local_docs"))).isEmpty();
    }

    @Test
    void settingsAndLocalDocumentsOutliveRollupsAndReachOtherDestinations() throws IOException {
        Installation alone = installation("disk").line("camelback.tasks.one.localDocuments", true).line("camelback.tasks.one.retention.delta", 1)
                .line("camelback.tasks.one.retention.daily", 1).line("camelback.tasks.one.retention.weekly", 0)
                .line("camelback.tasks.one.retention.monthly", 0).line("camelback.tasks.one.retention.yearly", 0);
        for (int i = 0; i < 6; i++) {
            set(20 + i, "user" + i);
            put(source, "a:" + i, i);
            couch.client().put("/" + source + "/_local/other", CouchClient.object().put("number", i));
            alone.run("backup", "one").expect(0);
            pass(alone, Duration.ofHours(12));
        }
        Installation both = installation("disk", "nas").line("camelback.tasks.one.localDocuments", true)
                .line("camelback.tasks.one.retention.delta", 1).line("camelback.tasks.one.retention.daily", 1)
                .line("camelback.tasks.one.retention.weekly", 0).line("camelback.tasks.one.retention.monthly", 0)
                .line("camelback.tasks.one.retention.yearly", 0);
        both.run("rollup", "one").expect(0);
        both.run("backup", "one").expect(0);
        pass(both, Duration.ofHours(25));
        both.run("cleanup", "one").expect(0);
        try (Stream<Path> files = Files.walk(directory.resolve("disk")).sorted(Comparator.reverseOrder())) {
            files.forEach(it -> it.toFile().delete());
        }
        JsonNode points = JSON.readTree(both.run("list", "one", "--json").expect(0).out()).path("restorePoints");
        assertThat(points).hasSizeGreaterThan(1);
        for (JsonNode point : points) {
            String target = restored(both, "--at", point.asText());
            int number = get(target, "/_local/other").path("number").asInt();
            assertThat(get(target, "/_security")).isEqualTo(security("user" + number));
            assertThat(get(target, "/_revs_limit").asInt()).isEqualTo(20 + number);
            assertThat(get(target, "").path("doc_count").asInt()).isEqualTo(number + 1);
        }
    }

    private static List<String> ids(JsonNode rows) {
        return rows.path("rows").findValuesAsText("id");
    }
}
