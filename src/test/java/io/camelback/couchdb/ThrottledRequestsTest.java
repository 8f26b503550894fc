package io.camelback.couchdb;

import static io.camelback.couchdb.VirtualTime.MILLI;
import static io.camelback.couchdb.VirtualTime.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.archive.Entry;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.stub.Answer;
import io.camelback.stub.Documents;
import io.camelback.stub.Fault;
import io.camelback.stub.Request;
import io.camelback.stub.StubCouch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is sent over a connection that has limits. */
class ThrottledRequestsTest {

    private static CouchRoutes routes;
    private static StubCouch server;
    private static int databases;

    private final VirtualTime time = new VirtualTime();
    private final String name = "db-" + databases++;

    @BeforeAll
    static void start() {
        routes = new CouchRoutes();
        server = new StubCouch();
    }

    @AfterAll
    static void stop() {
        routes.close();
        server.close();
    }

    private CouchDb connect(Limits limits) {
        server.behave();
        server.database(name, new Documents());
        return routes.throttled(server.url(name), time.throttle(limits));
    }

    private List<Request> requests(String below) {
        return server.requests(below).stream().filter(it -> it.database().equals(name)).toList();
    }

    @Test
    void repeatedRequestsCountToo() {
        Database database = new Database(connect(VirtualTime.requests(10)));
        server.next("/" + name, 2, Fault.status(500, "error", "x"));

        database.info();

        assertThat(requests("")).hasSize(3);
        assertThat(time.waits).containsExactly(100 * MILLI, 100 * MILLI);
    }

    @Test
    void requestsForLocalDocumentsCountAndTheirWritesToo() {
        Database database = new Database(connect(VirtualTime.writes(0.5)));

        database.putLocal("one", Json.MAPPER.createObjectNode());
        database.putLocal("two", Json.MAPPER.createObjectNode());
        database.removeLocal("one");

        assertThat(time.waits).containsExactly(2 * SECOND, 2 * SECOND);
    }

    @Test
    void documentsAreWrittenInRequestsThatAreSpreadOverTheSecond() {
        BulkDocs writer = new BulkDocs(connect(VirtualTime.writes(30)));

        assertThat(writer.write(entries(9))).isEmpty();

        assertThat(requests("_bulk_docs")).hasSize(3);
        assertThat(server.written(name).ids()).hasSize(9);
        assertThat(time.waits).containsExactly(100 * MILLI, 100 * MILLI);
    }

    @Test
    void documentWithMoreRevisionsThanThereShouldBeTogetherIsWrittenByItself() {
        BulkDocs writer = new BulkDocs(connect(VirtualTime.writes(10)));
        List<Entry> entries = new ArrayList<>(entries(2));
        entries.add(1, entry("doc-0x", 3));

        writer.write(entries);

        assertThat(requests("_bulk_docs")).hasSize(3);
        assertThat(time.waits).containsExactly(100 * MILLI, 300 * MILLI);
    }

    @Test
    void withoutALimitDocumentsGoTogether() {
        new BulkDocs(connect(Limits.NONE)).write(entries(9));

        assertThat(requests("_bulk_docs")).hasSize(1);
        assertThat(time.waits).isEmpty();
    }

    @Test
    void answersAreReadNoFasterThanTheLimit() {
        CouchDb couch = connect(VirtualTime.bytes(1_000));
        server.always("/" + name, (request, normal) -> Answer.of(200, "x".repeat(5_000)));

        long begin = time.now();
        int length = couch.send(CouchRequest.get("", Map.of(), answer -> answer.body().readAllBytes().length));

        assertThat(length).isEqualTo(5_000);
        assertThat(time.now() - begin).isBetween(4 * SECOND, 5 * SECOND);
    }

    @Test
    void answerThatIsBeingReadIsGivenUpWhenTheProcessIsToEndAndNotAskedForAgain() {
        CouchDb couch = connect(VirtualTime.bytes(1_000));

        assertThatThrownBy(() -> couch.send(CouchRequest.get("", Map.of(), answer -> {
            answer.body().read();
            time.stop.stop();
            return answer.body().readAllBytes().length;
        }))).isInstanceOfSatisfying(Failure.class, it -> assertThat(it.reason()).isEqualTo(Reason.INTERRUPTED));
        assertThat(requests("")).hasSize(1);
    }

    private static List<Entry> entries(int count) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(entry("doc-" + i, 1));
        }
        return entries;
    }

    private static Entry entry(String id, int leaves) {
        List<byte[]> texts = new ArrayList<>();
        for (int i = leaves; i > 0; i--) {
            texts.add(("{\"_id\":\"" + id + "\",\"_rev\":\"1-" + i + "\",\"_revisions\":{\"start\":1,\"ids\":[\"" + i + "\"]}}").getBytes(StandardCharsets.UTF_8));
        }
        return Entry.of(id.getBytes(StandardCharsets.UTF_8), texts, false);
    }
}
