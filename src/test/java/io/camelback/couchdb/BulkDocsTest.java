package io.camelback.couchdb;

import static io.camelback.couchdb.Bytes.entry;
import static io.camelback.couchdb.Bytes.leaf;
import static io.camelback.couchdb.Bytes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.archive.Entry;
import io.camelback.couchdb.BulkDocs.Refused;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.stub.Answer;
import io.camelback.stub.Fault;
import io.camelback.stub.RawJson;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkDocsTest extends CouchTest {

    private static List<Entry> entries(String... ids) {
        return Arrays.stream(ids).map(it -> entry(it, leaf(it, "x"))).toList();
    }

    private List<Refused> write(String... ids) {
        return new BulkDocs(couch).write(entries(ids));
    }

    /** How many documents each request had. */
    private List<Integer> sizes() {
        return server.requests("_bulk_docs").stream().map(it -> RawJson.elements(it.body(), "docs").size()).toList();
    }

    @Test
    void everyLeafArrivesByteForByte() {
        String odd = "{ \"_id\" : \"\\u0061\",\"_rev\":\"2-b\",\"n\":[1.50,-0.0,1e400,123456789012345678901234567890],\"\":\"]},{\u2028\\u2028é\"}";
        String tombstone = "{\"_id\":\"a\",\"_rev\":\"2-a\",\"_deleted\":true,\"was\":{\"z\":1,\"a\":2}}";

        List<Refused> refused = new BulkDocs(couch).write(List.of(entry("a", odd, tombstone), entry("b", leaf("b", "x"))));

        assertThat(refused).isEmpty();
        assertThat(text(server.requests("_bulk_docs").get(0).body()))
                .isEqualTo("{\"new_edits\":false,\"docs\":[" + odd + "," + tombstone + "," + leaf("b", "x") + "]}");
        assertThat(shop.leaves("a")).extracting(Bytes::text).containsExactly(odd, tombstone);
    }

    @Test
    void failuresThatA201HidesAreFound() {
        server.next("_bulk_docs", Fault.changed(it -> "[{\"ok\":true,\"id\":\"a\",\"rev\":\"1-a\"},{\"id\":\"b\",\"rev\":\"1-a\","
                + "\"error\":\"forbidden\",\"reason\":\"not on Sundays\"},{\"id\":\"c\",\"error\":\"internal_server_error\"}]"));

        assertThat(write("a", "b", "c")).containsExactly(new Refused("b", "forbidden: not on Sundays"),
                new Refused("c", "internal_server_error: "));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 412, 413})
    void requestRefusedAsAWholeIsHalvedDownToTheDocument(int status) {
        server.always("_bulk_docs", (request, normal) -> request.text().contains("\"d\"")
                ? Answer.error(status, "bad", "because of d") : normal.get());

        assertThat(write("a", "b", "c", "d", "e")).containsExactly(new Refused("d", status + " bad: because of d"));
        assertThat(shop.ids()).containsExactly("a", "b", "c", "e");
        assertThat(sizes()).containsExactly(5, 2, 3, 1, 2, 1, 1);
    }

    @Test
    void everyDocumentMayBeRefused() {
        server.always("_bulk_docs", Fault.status(413, "too_large", "the request entity is too large"));

        assertThat(write("a", "b", "c")).extracting(Refused::id).containsExactly("a", "b", "c");
    }

    @Test
    void answerThatWasCutIsAskedForAgainAndCountsOnce() {
        Fault refusal = Fault.changed(it -> "[{\"id\":\"a\",\"error\":\"forbidden\",\"reason\":\"no\"}]");
        server.next("_bulk_docs", (request, normal) -> refusal.answer(request, normal).cutAfter(40));
        server.next("_bulk_docs", refusal);

        assertThat(write("a", "b")).containsExactly(new Refused("a", "forbidden: no"));
        assertThat(sizes()).containsExactly(2, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"ok\":true}", "<html>", "null", "[{\"id\":"})
    void answerThatIsNoListIsNoSuccess(String answer) {
        server.always("_bulk_docs", Fault.changed(it -> answer));

        assertThatThrownBy(() -> write("a")).isInstanceOfSatisfying(Failure.class,
                it -> assertThat(it.reason()).isEqualTo(Reason.UNREACHABLE));
    }

    @Test
    void overloadIsWaitedOut() {
        server.next("_bulk_docs", Fault.status(503, "service_unavailable", "busy"));
        server.next("_bulk_docs", Fault.status(429, "too_many_requests", "busy"));

        assertThat(write("a")).isEmpty();
        assertThat(shop.ids()).containsExactly("a");
    }

    @Test
    void refusalOfTheUserIsAFailureOfAll() {
        server.always("_bulk_docs", Fault.status(401, "unauthorized", "You are not authorized to access this db."));

        assertThatThrownBy(() -> write("a", "b")).isInstanceOfSatisfying(Failure.class,
                it -> assertThat(it.reason()).isEqualTo(Reason.DENIED));
        assertThat(sizes()).containsExactly(2);
    }
}
