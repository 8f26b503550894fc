package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelback.demo.CouchClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types of destinations that a user made, one of which refuses to delete, and one of which loses what it is given. */
class OwnDestinationTest {

    /** A folder, as the type local has it, but for one operation. */
    private static final String TEMPLATE = """
            - routeTemplate:
                id: destination-TYPE
                parameters:
                  - name: name
                  - name: directory
                beans:
                  - name: files
                    type: "#class:io.camelback.destination.LocalFiles"
                    properties:
                      directory: "{{directory}}"
                route:
                  id: "destination-{{name}}"
                  errorHandler:
                    noErrorHandler: {}
                  from:
                    uri: "direct:destination-{{name}}"
                    steps:
                      - choice:
                          when:
                            - simple: "WHEN"
                              steps:
                                - STEP
                            - simple: "${header.CamelbackOperation} == 'put'"
                              steps:
                                - setHeader:
                                    name: CamelFileName
                                    method:
                                      ref: "{{files}}"
                                      method: part
                                - to:
                                    uri: "file:/"
                                - bean:
                                    ref: "{{files}}"
                                    method: publish
                            - simple: "${header.CamelbackOperation} == 'get'"
                              steps:
                                - bean:
                                    ref: "{{files}}"
                                    method: get
                            - simple: "${header.CamelbackOperation} == 'list'"
                              steps:
                                - bean:
                                    ref: "{{files}}"
                                    method: list
                            - simple: "${header.CamelbackOperation} == 'delete'"
                              steps:
                                - bean:
                                    ref: "{{files}}"
                                    method: delete
            """;

    private final TestCouch couch = TestCouch.get();
    private final String source = couch.fresh();
    private Instant now = Instant.parse("2026-03-02T06:00:00Z");

    @TempDir
    private Path directory;

    @AfterEach
    void drop() {
        couch.drop(source);
    }

    private Installation with(String type, String when, String step) throws IOException {
        Path routes = Files.createDirectories(directory.resolve("routes"));
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = routes.resolve(Path.of("routes").relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Files.writeString(routes.resolve("destinations/" + type + ".camel.yaml"), TEMPLATE.replace("TYPE", type).replace("WHEN", when).replace("STEP", step));
        return new Installation(directory).task("all", source, "own").line("camelback.destinations.own.type", type)
                .line("camelback.destinations.own.directory", directory.resolve("own"))
                .line("camelback.tasks.all.retention.delta", 1);
    }

    private Installation.Result run(Installation camelback) {
        couch.client().bulkDocs(source, List.of(CouchClient.object().put("at", now.toString())));
        Installation.Result result = camelback.clock(now).run("backup", "all");
        now = now.plus(Duration.ofHours(8));
        return result;
    }

    @Test
    void whatADestinationDoesNotLetGoIsLeftForLater() throws IOException {
        Installation camelback = with("locked", "${header.CamelbackOperation} == 'delete'",
                "throwException: {exceptionType: java.nio.file.AccessDeniedException, message: locked}");
        for (int i = 0; i < 5; i++) {
            run(camelback).expect(0);
        }
        camelback.run("rollup", "all").expect(0);
        camelback.clock(now.plus(Duration.ofDays(2)));
        Installation.Result cleanup = camelback.run("cleanup", "all", "--json").expect(0);
        JsonNode json = new ObjectMapper().readTree(cleanup.out());
        assertThat(json.path("removed")).isEmpty();
        assertThat(json.path("later")).hasSize(2);
        assertThat(camelback.run("cleanup", "all").expect(0).out()).contains("nothing to remove", "later: own: ");
        JsonNode list = new ObjectMapper().readTree(camelback.run("list", "all", "--json").expect(0).out());
        assertThat(list.path("restorePoints")).as("all that were there still are").hasSize(5);
    }

    @Test
    void aDestinationThatTakesForEverIsLeftBehind() throws IOException {
        Installation camelback = with("stuck", "${header.CamelbackOperation} == 'put'", "delay: {constant: 3600000}").local("nas")
                .line("camelback.tasks.all.destinations", "nas, own").line("camelback.patience", "1s");
        Installation.Result result = run(camelback).expect(6);
        assertThat(result.out()).contains("nas: committed", "own: FAILED, nothing of this run is there: own did not take the ");
    }

    @Test
    void aBatchThatGetsLostBeforeItsManifestIsStoredIsNoBackup() throws IOException {
        Installation camelback = with("forgetful",
                "${header.CamelbackOperation} == 'put' && ${header.CamelbackKey} contains '.jsonl.zst'", "log: forgotten");
        Installation.Result result = run(camelback);
        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("own:all/", "was stored, and now it is gone");
        assertThat(new ObjectMapper().readTree(camelback.run("list", "all", "--json").expect(0).out()).path("archives")).isEmpty();
    }
}
