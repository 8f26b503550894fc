package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelback.demo.CouchClient;
import io.camelback.demo.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive in the middle of a chain is gone, or its manifest is damaged. */
class MissingLinkTest {

    private final TestCouch couch = TestCouch.get();
    private final String source = couch.fresh();
    private final List<String> databases = new ArrayList<>(List.of(source));
    private final List<String> archives = new ArrayList<>();
    private final List<String> points = new ArrayList<>();
    private final List<Map<String, Map<String, JsonNode>>> states = new ArrayList<>();

    @TempDir
    private Path directory;
    private Installation camelback;

    @BeforeEach
    void start() throws IOException {
        camelback = new Installation(directory).local("disk").local("nas").task("all", source, "disk, nas");
        for (int i = 0; i < 4; i++) {
            run(i, 0);
        }
    }

    @AfterEach
    void drop() {
        databases.forEach(couch::drop);
    }

    private JsonNode run(int number, int code) throws IOException {
        couch.client().bulkDocs(source, List.of(CouchClient.object().put("_id", "document-" + number)));
        JsonNode run = new ObjectMapper().readTree(camelback.run("backup", "all", "--json").expect(code).out());
        archives.add(run.at("/archives/0").asText());
        points.add(run.path("restorePoint").asText());
        states.add(couch.client().leaves(source));
        return run;
    }

    private Path manifest(String destination, int run) {
        return directory.resolve(destination).resolve("all").resolve(archives.get(run)).resolve("manifest.json");
    }

    private Installation.Result restore(String... more) {
        databases.add(couch.freshName());
        List<String> words = new ArrayList<>(List.of("restore", "all", "--to", couch.url() + "/" + databases.get(databases.size() - 1)));
        words.addAll(List.of(more));
        return camelback.run(words.toArray(String[]::new));
    }

    private void assertRestored(int run) {
        String target = databases.get(databases.size() - 1);
        assertThat(Difference.between(target, states.get(run), couch.client().leaves(target))).isEmpty();
    }

    @Test
    void anotherDestinationsCopyIsUsedAndBroughtBackByTheNextRun() throws IOException {
        Files.writeString(manifest("disk", 1), "{\"format\": 1, ");
        restore().expect(0);
        assertRestored(3);
        assertThat(camelback.run("list", "all").expect(5).err()).contains("warning: an archive is left out: ", archives.get(1), "is damaged");
        run(4, 0);
        assertThat(Files.readAllBytes(manifest("disk", 1))).isEqualTo(Files.readAllBytes(manifest("nas", 1)));
        assertThat(camelback.run("list", "all").expect(0).err()).isEmpty();
    }

    @Test
    void whereNoDestinationHasItTheGapIsNamedAndNothingElseIsRestoredInItsPlace() throws IOException {
        Files.delete(manifest("disk", 1));
        Files.writeString(manifest("nas", 1), "{}");
        Installation.Result latest = restore();
        databases.remove(databases.size() - 1);
        assertThat(latest.expect(5).err()).contains("a link is missing between the one that ends at " + points.get(0) + " and " + archives.get(2),
                "--at " + points.get(0));
        assertThat(camelback.run("restore", "all", "--doc", "document-2", "--stdout").expect(5).out()).isEmpty();
        restore("--at", points.get(0)).expect(0);
        assertRestored(0);
    }

    @Test
    void theNextRunGoesOnBeforeTheGapAndEverythingIsThereAgain() throws IOException {
        Files.delete(manifest("disk", 1));
        Files.delete(manifest("nas", 1));
        assertThat(run(4, 0).path("documents").asInt()).as("what came after the last restore point that is left").isGreaterThanOrEqualTo(4);
        restore().expect(0);
        assertRestored(4);
    }
}
