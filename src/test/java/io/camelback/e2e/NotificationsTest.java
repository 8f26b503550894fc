package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.camelback.cli.App;
import io.camelback.job.StopSignal;
import io.camelback.service.RecordedLog;
import io.camelback.stub.Answer;
import io.camelback.stub.Documents;
import io.camelback.stub.StubCouch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/examples/notify.camel.yaml as it stands, and what is told to it. */
class NotificationsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StubCouch couch = new StubCouch();
    private final Documents documents = couch.database("shop", new Documents().put("a", "{\"_id\":\"a\",\"_rev\":\"1-a\"}"));
    private final List<JsonNode> posts = new CopyOnWriteArrayList<>();
    private final List<String> pings = new CopyOnWriteArrayList<>();
    private volatile int webhookStatus = 200;
    private HttpServer listener;
    private Installation camelback;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        listener = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 10);
        listener.createContext("/hook/s3cret", exchange -> {
            posts.add(JSON.readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(webhookStatus, -1);
            exchange.close();
        });
        listener.createContext("/ping", exchange -> {
            pings.add(exchange.getRequestMethod());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        listener.start();
        try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
            for (Path path : routes.toList()) {
                Files.copy(path, directory.resolve("routes").resolve(Path.of("routes").relativize(path)));
            }
        }
        Files.writeString(directory.resolve("routes/notify.camel.yaml"), Files.readString(Path.of("docs/examples/notify.camel.yaml")));
        String url = "http://127.0.0.1:" + listener.getAddress().getPort();
        camelback = new Installation(directory).local("disk").line("camelback.tasks.shop.source", couch.url("shop"))
                .line("camelback.tasks.shop.destinations", "disk").line("notify.webhook", url + "/hook/s3cret").line("notify.switch", url + "/ping");
    }

    @AfterEach
    void stop() {
        listener.stop(0);
        couch.close();
    }

    private JsonNode posted() {
        return posts.get(posts.size() - 1);
    }

    @Test
    void everyJobIsPostedAndTheSwitchIsFedByThoseWhoseArchivesWereReadBack() {
        camelback.run("backup", "shop").expect(0);
        assertThat(posted().path("what").asText()).isEqualTo("backup");
        assertThat(posted().path("archiveVerified").asBoolean(true)).isFalse();
        assertThat(pings).isEmpty();

        camelback.line("camelback.tasks.shop.verify.afterRun", true);
        documents.put("b", "{\"_id\":\"b\",\"_rev\":\"1-b\"}");
        assertThat(camelback.run("backup", "shop").expect(0).out()).contains("disk: committed, read back");
        JsonNode post = posted();
        assertThat(post.fieldNames()).toIterable().startsWith("task", "what", "by", "run", "level").contains("archives", "documents", "bytes", "seconds",
                "destinations", "warnings", "restorePoint", "restorePointAgeSeconds", "exitCode");
        assertThat(post.path("task").asText()).isEqualTo("shop");
        assertThat(post.path("by").asText()).isEqualTo("command");
        assertThat(post.path("documents").asInt()).isEqualTo(1);
        assertThat(post.path("verified").path(0).asText()).isEqualTo("disk");
        assertThat(post.path("archiveVerified").asBoolean()).isTrue();
        assertThat(post.path("restorePointAgeSeconds").asInt(-1)).isBetween(0, 60);
        assertThat(post.path("exitCode").asInt(-1)).isZero();
        assertThat(pings).containsExactly("GET");

        camelback.run("backup", "shop").expect(0);
        assertThat(posted().path("unchanged").asBoolean()).isTrue();
        assertThat(pings).as("there was nothing to be read back").hasSize(2);

        webhookStatus = 500;
        assertThat(camelback.run("backup", "shop").expect(0).out()).contains("unchanged");
        assertThat(posts).hasSize(4);
        assertThat(pings).as("whatever the webhook does").hasSize(3);
    }

    @Test
    void aFailureIsToldWithTheAgeOfWhatCanBeRestored() {
        camelback.line("camelback.tasks.shop.verify.afterRun", true);
        camelback.run("backup", "shop").expect(0);
        couch.always("", (request, normal) -> Answer.error(401, "unauthorized", "Name or password is incorrect."));
        camelback.run("backup", "shop").expect(3);
        assertThat(posted().path("error").asText()).contains("answered 401");
        assertThat(posted().path("reason").asText()).isEqualTo("denied");
        assertThat(posted().path("exitCode").asInt()).isEqualTo(3);
        assertThat(posted().path("restorePoint").asText()).isEqualTo(posts.get(0).path("restorePoint").asText());
        assertThat(posted().path("restorePointAgeSeconds").asInt(-1)).isNotNegative();
        assertThat(pings).hasSize(1);
    }

    /** The log is written by the example's routes as by those that it replaces; a webhook that is gone is a line, without its URL. */
    @Test
    void theServiceTellsItsLogAndTheWebhook() {
        camelback.run("status").expect(1);    // writes the configuration
        try (RecordedLog tasks = new RecordedLog("io.camelback.tasks"); RecordedLog notices = new RecordedLog("io.camelback.notices");
                App app = App.start(directory.resolve("application.properties"), Map.of(), Path.of(""), new StopSignal())) {
            app.call("direct:run-task", "shop", Object.class);
            assertThat(posted().path("by").asText()).isEqualTo("service");
            assertThat(posts).as("rollup and cleanup found nothing to do").hasSize(1);
            listener.stop(0);
            app.call("direct:run-task", "shop", Object.class);
            assertThat(tasks.lines()).hasSize(2).noneMatch(it -> it.startsWith("ERROR"));
            assertThat(tasks.lines().get(1)).startsWith("INFO task shop: unchanged since");
            assertThat(notices.lines()).singleElement().asString().startsWith("WARN task shop: the notification direct:run-completed failed: ")
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void whatIsNotReadBackAsItWasStoredIsNotCommitted() throws IOException {
        String local = Files.readString(Path.of("routes/destinations/local.camel.yaml"));
        Files.writeString(directory.resolve("routes/destinations/rotten.camel.yaml"), local.replace("destination-local", "destination-rotten")
                .replace("method: get\n", """
                        method: get
                                    - filter:
                                        simple: "${header.CamelbackKey} contains '.zst'"
                                        steps:
                                          - convertBodyTo:
                                              type: "byte[]"
                                          - bean:
                                              beanType: io.camelback.e2e.Rot
                                              method: turn
                        """.replace("\n            ", "\n                    ")));
        camelback.line("camelback.destinations.rotten.type", "rotten").line("camelback.destinations.rotten.directory", directory.resolve("rotten"))
                .line("camelback.tasks.shop.verify.afterRun", true).line("camelback.tasks.shop.destinations", "disk, rotten");
        Installation.Result partly = camelback.run("backup", "shop").expect(6);
        assertThat(partly.out()).contains("disk: committed, read back").containsPattern("rotten: FAILED.*is damaged, just after it was stored");
        assertThat(posted().path("verified")).hasSize(1);
        assertThat(posted().path("archiveVerified").asBoolean(true)).isFalse();
        assertThat(pings).isEmpty();
        try (Stream<Path> files = Files.walk(directory.resolve("rotten"))) {
            assertThat(files.map(it -> it.getFileName().toString())).doesNotContain("manifest.json");
        }
    }
}
