package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import io.camelback.demo.Difference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code deleted = skip}: what baselines leave out, and that deltas must not. */
class SkippedDeletionsTest {

    private final TestCouch couch = TestCouch.get();
    private final String source = couch.fresh();
    private final List<String> databases = new ArrayList<>(List.of(source));

    @TempDir
    private Path directory;

    @AfterEach
    void drop() {
        databases.forEach(couch::drop);
    }

    private void edit(String id, boolean deleted) {
        ObjectNode edit = CouchClient.object().put("_id", id);
        Map<String, JsonNode> leaves = couch.client().leaves(source).getOrDefault(id, Map.of());
        leaves.keySet().forEach(revision -> edit.put("_rev", revision));
        couch.client().bulkDocs(source, List.of(deleted ? edit.put("_deleted", true) : edit.put("n", 1)));
    }

    private Map<String, Map<String, JsonNode>> restored(Installation camelback) {
        String target = couch.freshName();
        databases.add(target);
        camelback.run("restore", "all", "--to", couch.url() + "/" + target).expect(0);
        return couch.client().leaves(target);
    }

    private Map<String, Map<String, JsonNode>> living() {
        Map<String, Map<String, JsonNode>> living = new TreeMap<>(couch.client().leaves(source));
        living.values().removeIf(leaves -> leaves.values().stream().allMatch(it -> it.path("_deleted").asBoolean()));
        return living;
    }

    @Test
    void baselinesLeaveThemOutAndDeltasKeepWhatHidesADocument() throws IOException {
        Installation camelback = new Installation(directory).local("disk").task("all", source, "disk").line("camelback.tasks.all.deleted", "skip")
                .line("camelback.tasks.all.retention.delta", 0).line("camelback.tasks.all.retention.daily", 0)
                .line("camelback.tasks.all.retention.weekly", 0).line("camelback.tasks.all.retention.monthly", 0)
                .line("camelback.tasks.all.retention.yearly", 0).line("camelback.tasks.all.fold.ratio", 0);
        edit("stays", false);
        edit("goes", false);
        edit("gone", false);
        edit("gone", true);
        camelback.clock(Instant.parse("2026-01-01T00:00:00Z")).run("backup", "all").expect(0);
        assertThat(restored(camelback)).containsOnlyKeys("stays", "goes");

        edit("goes", true);
        camelback.clock(Instant.parse("2026-01-02T00:00:00Z")).run("backup", "all").expect(0);
        Map<String, Map<String, JsonNode>> now = restored(camelback);
        assertThat(now.get("goes").values()).allMatch(it -> it.path("_deleted").asBoolean());

        camelback.run("rollup", "all").expect(0);
        camelback.clock(Instant.parse("2026-01-04T00:00:00Z")).run("cleanup", "all").expect(0);
        JsonNode list = new ObjectMapper().readTree(camelback.run("list", "all", "--json").expect(0).out());
        assertThat(list.path("archives")).singleElement().satisfies(it -> assertThat(it.path("level").asText()).isEqualTo("baseline"));
        assertThat(Difference.between("folded", living(), restored(camelback))).isEmpty();
    }
}
