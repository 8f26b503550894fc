package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.stub.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a source does, a backup ends in a complete archive, or in one clear line with nothing committed. */
class MisbehavingSourceTest {

    @TempDir
    private Path directory;
    private StubSource source;

    @BeforeEach
    void start() {
        source = new StubSource(directory).put(10);
    }

    @AfterEach
    void stop() {
        source.close();
    }

    /** From now on an answer counts as lost after a second of silence. */
    private void shortTimeOut() throws IOException {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Path copy = routes.resolve(Path.of("routes").relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.writeString(copy, Files.readString(file).replace("\"90000\"", "\"1000\""));
                }
            }
        }
    }

    @Test
    void repeatedRowsAreStoredOnce() {
        source.server.always("_changes", Fault.changed(it -> it.replace("\"results\":[\n{", "\"results\":[\n{\"id\":\"doc-00001\",\"changes\":[]},{\"id\":\"doc-00000\"},{")));

        source.backsUpAll();

        assertThat(source.camelback.run("list", "shop").expect(0).out()).contains("1 archives, 1 restore points");
    }

    @Test
    void aFeedThatEndsEarlyIsReadOn() {
        source.server.always("_changes", (request, normal) -> source.server.normal(request.query("limit", 1)));

        source.backsUpAll();
    }

    @Test
    void aFeedThatEndsEarlyWithoutSayingWhatIsPendingIsNoEnd() {
        source.server.always("_changes", Fault.changed(it -> it.replaceAll(",\"pending\":\\d+", "")));

        source.failsAndCommitsNothing(3, "GET " + source.url + "/_changes: the answer ended early or is not JSON: it has no pending");
    }

    @Test
    void answersCutInTheMiddleAreCompletedByFurtherOnes() {
        source.server.next("_changes", Fault.cutAfter("\"id\":\"doc-00001\"")).next("_bulk_get", Fault.cutAfter("\"_id\":\"doc-00002\""));

        source.backsUpAll();
    }

    @Test
    void answersThatAreAlwaysCutCommitNothing() {
        source.server.always("_bulk_get", Fault.cutAfter(5));

        Installation.Result failed = source.backup(3);

        assertThat(failed.err()).hasLineCount(1).startsWith("camelback: POST " + source.url + "/_bulk_get: the answer ended early or is not JSON: ");
        assertThat(source.manifests()).isEmpty();
    }

    @Test
    void malformedRowsAreAskedForAnew() {
        source.server.next("_changes", Fault.changed(it -> it.replace("\"id\":\"doc-00001\"", "\"id\":7")))
                .next("_changes", Fault.changed(it -> it.replace("{\"seq\"", "{seq")));

        source.backsUpAll();
    }

    @Test
    void malformedRowsThatStayCommitNothing() {
        source.server.always("_changes", Fault.changed(it -> it.replace("\"id\":\"doc-00007\",", "")));

        source.failsAndCommitsNothing(3, "GET " + source.url + "/_changes: the answer ended early or is not JSON: a row of it has no id");
    }

    @Test
    void documentsThatVanishBetweenListingAndFetchingAreNotThere() {
        source.server.next("_bulk_get", (request, normal) -> {
            source.shop().purgeEverywhere("doc-00002");
            return normal.get();
        });

        source.backsUpAll();

        assertThat(source.restored()).hasSize(9).doesNotContainKey("doc-00002");
    }

    @Test
    void aDatabaseThatChangesAllTheTimeEndsTheRunAndTheNextOneGoesOn() {
        int[] more = {100};
        source.server.always("_changes", (request, normal) -> {
            for (int i = 0; i < 4; i++) {
                source.put("doc-" + more[0]++, 1);
            }
            return normal.get();
        });

        assertThat(source.backup(0).err()).isEmpty();

        assertThat(source.restored().size()).isBetween(10, source.documents() - 1);
        source.server.behave();
        source.backsUpAll();
    }

    @Test
    void aPasswordThatIsRevokedDuringTheRunCommitsNothing() {
        source.server.next("_bulk_get", (request, normal) -> normal.get()).always("_bulk_get", Fault.status(401, "unauthorized", "Name or password is incorrect."));

        source.failsAndCommitsNothing(3, "POST " + source.url + "/_bulk_get answered 401 (unauthorized: Name or password is incorrect.). "
                + "Give a user name and a password");
        assertThat(source.server.requests("_bulk_get")).hasSize(2);
    }

    @Test
    void pagesThatAreTooLargeAreHalved() {
        source.server.always("_bulk_get", (request, normal) -> request.text().contains("},{")
                ? Fault.status(413, "too_large", "the request entity is too large").answer(request, normal) : normal.get());

        source.backsUpAll();
    }

    @Test
    void aDocumentThatIsTooLargeForTheServerIsNamedAndNothingCommitted() {
        source.server.always("_bulk_get", (request, normal) -> request.text().contains("doc-00003")
                ? Fault.status(413, "too_large", "x").answer(request, normal) : normal.get());

        source.failsAndCommitsNothing(1, "POST " + source.url + "/_bulk_get answers 413 for the single document doc-00003");
    }

    @Test
    void aServerThatAsksForAPauseGetsIt() {
        source.server.next("_changes", Fault.status(429, "too_many_requests", "slow down", "Retry-After: 0.001"))
                .next("_bulk_get", 2, Fault.status(429, "too_many_requests", "slow down", "Retry-After: 0.001"));

        source.backsUpAll();
    }

    @Test
    void aServerThatOnlyAsksForPausesCommitsNothing() {
        source.server.always("_bulk_get", Fault.status(429, "too_many_requests", "slow down", "Retry-After: 0.001"));

        source.failsAndCommitsNothing(3, "POST " + source.url + "/_bulk_get answered 429 (too_many_requests: slow down). "
                + "The server is overloaded; try again later");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void anErrorOfTheServerPasses(int status) {
        source.server.next("_changes", Fault.status(status, "error", "x")).next("_bulk_get", Fault.status(status, "error", "x"))
                .next("_local", Fault.status(status, "error", "x"));

        source.backsUpAll();
    }

    @Test
    void anErrorOfTheServerThatStaysCommitsNothing() {
        source.server.always("_bulk_get", Fault.status(500, "badmatch", "x"));

        source.failsAndCommitsNothing(1, "POST " + source.url + "/_bulk_get answered 500 (badmatch: x)");
    }

    @Test
    void aServerThatStaysUnavailableCommitsNothing() {
        source.server.always("_changes", Fault.status(503, "service_unavailable", "x"));

        source.failsAndCommitsNothing(3, "GET " + source.url + "/_changes answered 503 (service_unavailable: x). "
                + "The server is overloaded; try again later");
    }

    @Test
    void answersThatStallAreAskedForAnew() throws IOException {
        shortTimeOut();
        source.server.next("_bulk_get", Fault.silence());

        source.backsUpAll();
    }

    @Test
    void aSourceThatOnlyStallsCommitsNothing() throws IOException {
        shortTimeOut();
        source.server.always("_changes", Fault.silence());

        source.failsAndCommitsNothing(3, "GET " + source.url + "/_changes: the answer ended early or is not JSON: Read timed out");
    }

    @Test
    void whatFailedOnceIsBackedUpByTheNextRun() {
        source.backsUpAll();
        source.put("doc-00003", 2).put("new", 1);
        source.server.next("_bulk_get", Fault.status(403, "forbidden", "not now"));
        source.failsAndCommitsNothing(3, "POST " + source.url + "/_bulk_get answered 403 (forbidden: not now). Give a user name and a password");

        source.backsUpAll();

        assertThat(source.restored()).containsEntry("doc-00003", List.of(StubSource.leaf("doc-00003", 2)));
    }
}
