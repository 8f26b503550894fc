package io.camelback.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.camelback.demo.S3Server;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import java.io.File;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes of {@code store.camel.yaml} and the policy of {@code errors.camel.yaml}. */
class StoreTest {

    @TempDir
    Path local;

    private Routes routes;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        routes = Routes.start();
        file = Files.writeString(local.resolve("file"), "content");
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    @SuppressWarnings("unchecked")
    private List<Outcome> store(String key, String... destinations) {
        return routes.context().createProducerTemplate()
                .requestBody("direct:store", new StoreRequest(key, file, List.of(destinations)), List.class);
    }

    /** A destination that does as told. */
    private Destination route(String name, Processor processor) throws Exception {
        return route(name, Map.of(), processor);
    }

    private Destination route(String name, Map<String, String> parameters, Processor processor) throws Exception {
        routes.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("destination-" + name).templateParameter("name").from("direct:destination-{{name}}")
                        .errorHandler(noErrorHandler()).process(processor);
            }
        });
        return routes.add(name, name, parameters);
    }

    /** A destination whose tries fail one after the other, and count. */
    private Destination failing(String name, AtomicInteger tries, Exception... failures) throws Exception {
        return route(name, exchange -> {
            int number = tries.getAndIncrement();
            exchange.getMessage().removeHeaders("*");
            if (number < failures.length) {
                throw failures[number];
            }
        });
    }

    private static Failure failure(Runnable operation) {
        return catchThrowableOfType(Failure.class, operation::run);
    }

    @Test
    void oneFileGoesToAllDestinations() {
        List<String> names = List.of("first", "second", "third");
        names.forEach(it -> routes.add(it, "local", Map.of("directory", local.resolve(it).toString())));
        assertThat(store("a/${body}", "third", "first", "second")).extracting(Outcome::destination)
                .containsExactly("third", "first", "second");
        names.forEach(it -> assertThat(local.resolve(it).resolve("a/${body}")).hasContent("content"));
        assertThat(file).exists();
    }

    @Test
    void oneThatIsDownDoesNotTouchTheOthers() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        routes.add("disk", "local", Map.of("directory", local.resolve("disk").toString()));
        routes.add("down", "s3", Map.of("bucket", "bucket", "accessKey", "a", "secretKey", "s",
                "endpoint", "http://127.0.0.1:" + ServerDestinationContract.freePort()));
        failing("flaky", tries, new ConnectException("no"), new ConnectException("not yet"));

        List<Outcome> outcomes = store("a/b", "down", "flaky", "disk");

        assertThat(outcomes).extracting(Outcome::destination).containsExactly("down", "flaky", "disk");
        assertThat(outcomes.get(0).failure()).hasValueSatisfying(it -> {
            assertThat(it.reason()).isEqualTo(Reason.UNREACHABLE);
            assertThat(it).hasMessageStartingWith("destination down: put a/b failed: unreachable: ");
        });
        assertThat(outcomes.get(1).failure()).isEmpty();
        assertThat(outcomes.get(2).failure()).isEmpty();
        assertThat(tries).hasValue(3);
        assertThat(local.resolve("disk/a/b")).hasContent("content");
    }

    @Test
    void theyAreStoredOnAtTheSameTime() throws Exception {
        CountDownLatch all = new CountDownLatch(3);
        for (String name : List.of("a", "b", "c")) {
            route(name, exchange -> {
                all.countDown();
                all.await();
            });
        }
        assertThat(store("key", "a", "b", "c")).allMatch(it -> it.failure().isEmpty());
    }

    @Test
    void noDestinationMeansNoOutcome() {
        assertThat(store("key")).isEmpty();
    }

    @Test
    void aDestinationThatIsNotThereFailsAtOnce() {
        assertThat(store("key", "nowhere").get(0).failure()).hasValueSatisfying(it -> {
            assertThat(it.isRetryable()).isFalse();
            assertThat(it).hasMessageStartingWith("there is no destination 'nowhere'");
        });
    }

    @Test
    void whatMayPassIsTriedFiveTimesInAll() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        ConnectException refused = new ConnectException("refused");
        Destination destination = failing("down", tries, refused, refused, refused, refused, refused, refused);
        Failure failure = failure(() -> destination.delete("a"));
        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure).hasMessage("destination down: delete a failed: unreachable: refused. Check its address and the network");
        assertThat(tries).hasValue(5);
    }

    @Test
    void whatCanNotPassIsTriedOnce() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Destination denied = failing("denied", tries, new AccessDeniedException("a"));
        assertThat(failure(() -> denied.delete("a")).reason()).isEqualTo(Reason.DENIED);
        Destination missing = failing("missing", tries, new FileNotFoundException("a"), new FileNotFoundException("a"));
        tries.set(0);
        assertThat(failure(() -> missing.read("a", 0, 1)).reason()).isEqualTo(Reason.MISSING);
        assertThat(tries).hasValue(1);
    }

    @Test
    void tryingEndsWithAFailureThatCanNotPass() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Destination destination = failing("d", tries, new ConnectException("down"), new AccessDeniedException("a"));
        assertThat(failure(() -> destination.delete("a")).reason()).isEqualTo(Reason.DENIED);
        assertThat(tries).hasValue(2);
    }

    @Test
    void anUnknownErrorIsToldAsItIs() throws Exception {
        Destination destination = route("odd", exchange -> {
            throw new IllegalStateException("two\nlines", new IllegalArgumentException("at ftp://h?password=RAW(s3c)ret)&x=1 said no"));
        });
        Failure failure = failure(() -> destination.delete("a"));
        assertThat(failure.party()).isEqualTo(Party.DESTINATION);
        assertThat(failure.reason()).isEqualTo(Reason.FAILED);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.getMessage()).startsWith("destination odd: delete a failed: at ftp").endsWith("said no").doesNotContain("s3c");
    }

    @Test
    void headersOfOtherComponentsDoNotReachADestination() throws Exception {
        List<String> headers = new ArrayList<>();
        route("curious", exchange -> headers.addAll(exchange.getMessage().getHeaders().keySet()));
        routes.context().createProducerTemplate().requestBodyAndHeaders("direct:store", new StoreRequest("a", file, List.of("curious")),
                Map.of("CamelAwsS3Key", "another", "CamelFileName", "another"));
        assertThat(headers).containsExactlyInAnyOrder("CamelbackDestination", "CamelbackOperation", "CamelbackKey");
    }

    @Test
    void aRouteGetsAFileAndMayAnswerInSeveralShapes() throws Exception {
        Destination destination = route("shapes", exchange -> exchange.getMessage().setBody(switch (
                exchange.getMessage().getHeader("CamelbackOperation", String.class)) {
            case "put" -> {
                assertThat(exchange.getMessage().getBody()).isInstanceOf(File.class);
                yield "ignored";
            }
            case "list" -> List.of(Map.of("KEY", "b", "Size", 2), Map.of("key", "a", "size", 1L), new StoredObject("c", 3),
                    Map.of("key", "other", "size", 1), Map.of("key", "folder/.part-x", "size", 1)).iterator();
            default -> new byte[] {1, 2, 3};
        }));
        destination.put("key", file);
        assertThat(destination.list("")).extracting(StoredObject::key).containsExactly("a", "b", "c", "other");
        assertThat(destination.list("o")).containsExactly(new StoredObject("other", 1));
        assertThat(destination.read("x", 0, 3)).containsExactly(1, 2, 3);
        assertThat(failure(() -> destination.read("x", 0, 2)))
                .hasMessageContaining("answers with more than the 2 bytes asked for. Let it heed CamelbackOffset and CamelbackLength");
        assertThat(failure(() -> destination.read("x", 5, 4)).reason()).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void aListThatIsNoneIsRefused() throws Exception {
        Destination destination = route("odd", exchange -> exchange.getMessage().setBody(List.of(Map.of("name", "a"))));
        assertThat(failure(() -> destination.list(""))).hasMessageContaining("destination odd: the route answers list with an element")
                .hasMessageEndingWith("Let it answer with maps of a text 'key' and a number 'size'");
    }

    @Test
    void aServerThatIsDownWhenTheRouteStartsMayComeLater() {
        int port = ServerDestinationContract.freePort();
        Destination destination = routes.add("later", "s3", Map.of("bucket", "bucket", "accessKey", "a", "secretKey", "s",
                "endpoint", "http://127.0.0.1:" + port));
        assertThat(failure(() -> destination.list("")).reason()).isEqualTo(Reason.UNREACHABLE);
        try (S3Server server = S3Server.start(local.resolve("s3"), "a", "s", "bucket", port)) {
            destination.put("a", file);
            assertThat(destination.list("")).containsExactly(new StoredObject("a", 7));
        }
    }
}
