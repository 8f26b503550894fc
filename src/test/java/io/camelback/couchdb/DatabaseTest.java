package io.camelback.couchdb;

import static io.camelback.couchdb.Bytes.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.couchdb.Database.CurrentRevision;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.stub.Answer;
import io.camelback.stub.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest extends CouchTest {

    private Database database;

    @BeforeEach
    void open() {
        database = new Database(couch);
    }

    private static ObjectNode content(int number) {
        return JsonNodeFactory.instance.objectNode().put("number", number);
    }

    @Test
    void databaseTellsOfItself() {
        shop.put("a", leaf("a", "x")).put("b", "{\"_id\":\"b\",\"_rev\":\"2-b\",\"_deleted\":true}");

        DatabaseInfo info = database.info();

        assertThat(info).isEqualTo(new DatabaseInfo("shop", 1, 1, "1700000000", "0-g1AAAA", false, shop.bytes()));
        assertThat(info.isEmpty()).isFalse();
        assertThat(info.averageBytes()).isEqualTo(shop.bytes() / 2);
    }

    @Test
    void serversMayTellLess() {
        server.next("", Fault.changed(it -> "{\"doc_count\":0,\"doc_del_count\":0,\"purge_seq\":7,\"sizes\":{\"active\":12}}"));

        DatabaseInfo info = database.info();

        assertThat(info).isEqualTo(new DatabaseInfo("", 0, 0, "0", "7", false, 12));
        assertThat(info.isEmpty()).isTrue();
        assertThat(info.averageBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "{\"couchdb\":\"Welcome\"}", "{\"doc_count\":0}", "{\"doc_count\":\"0\",\"doc_del_count\":0}"})
    void whatIsNoDatabaseDoesNotPassForAnEmptyOne(String answer) {
        server.always("", Fault.changed(it -> answer));

        assertThatThrownBy(() -> database.findInfo()).isInstanceOf(Failure.class);
    }

    @Test
    void missingDatabaseIsNotThere() {
        Database missing = new Database(routes.connect(server, "none"));

        assertThat(missing.findInfo()).isEmpty();
        assertThatThrownBy(missing::info).isInstanceOfSatisfying(Failure.class, it -> assertThat(it.reason()).isEqualTo(Reason.MISSING))
                .hasMessage("there is no database " + server.url("none") + ". Check the name of the database");
    }

    @Test
    void databaseIsCreatedEvenIfTheFirstAnswerIsLost() {
        Database fresh = new Database(routes.connect(server, "fresh"));
        server.next("", (request, normal) -> {
            normal.get();
            return Answer.error(503, "busy", "x");
        });

        fresh.create(false);

        assertThat(fresh.info().isEmpty()).isTrue();
    }

    @Test
    void encodedNamesStayEncoded() {
        server.database("a/b", shop);

        assertThat(new Database(routes.connect(server, "a%2Fb")).findInfo()).isPresent();
        assertThat(server.requests()).extracting(it -> it.target()).containsExactly("/a%2Fb");
    }

    @Test
    void localDocumentsAreWrittenOverWhatWasThere() {
        assertThat(database.local("x/y")).isEmpty();

        database.putLocal("x/y", content(1));
        database.putLocal("x/y", content(2));

        assertThat(database.local("x/y")).get().satisfies(it -> {
            assertThat(it.path("number").asInt()).isEqualTo(2);
            assertThat(it.path("_rev").asText()).isEqualTo("0-2");
        });
        assertThat(server.requests("_local/x/y")).allSatisfy(it -> assertThat(it.path()).isEqualTo("/shop/_local/x%2Fy"));
    }

    @Test
    void localDocumentIsWrittenEvenIfTheFirstAnswerIsLost() {
        database.putLocal("x", content(1));
        server.next("_local", (request, normal) -> normal.get());
        server.next("_local", (request, normal) -> {
            normal.get();
            return Answer.error(503, "busy", "x");
        });

        database.putLocal("x", content(2));

        assertThat(database.local("x")).get().satisfies(it -> assertThat(it.path("number").asInt()).isEqualTo(2));
    }

    @Test
    void localDocumentThatIsAlwaysInConflictFails() {
        server.always("_local", (request, normal) -> request.method().equals("PUT")
                ? Answer.error(409, "conflict", "Document update conflict.") : normal.get());

        assertThatThrownBy(() -> database.putLocal("x", content(1))).isInstanceOf(Failure.class)
                .hasMessage("PUT " + server.url("shop") + "/_local/x answered 409 (conflict) each time");
    }

    @Test
    void localDocumentThatIsNoObjectIsNoAnswer() {
        server.next("_local", Fault.changed(it -> "[]"));
        database.putLocal("x", content(1));

        assertThat(database.local("x")).isPresent();
    }

    @Test
    void currentRevisionIsTheWinnerAmongTheLeaves() {
        shop.put("a", rev("2-aa", false), rev("2-ff", false), rev("9-99", true), rev("10-00", true));
        shop.put("longer", rev("9-ff", false), rev("10-00", false));
        shop.put("gone", rev("3-bb", true), rev("3-cc", true));

        assertThat(database.currentRevision("a")).contains(new CurrentRevision("2-ff", false));
        assertThat(database.currentRevision("longer")).contains(new CurrentRevision("10-00", false));
        assertThat(database.currentRevision("gone")).contains(new CurrentRevision("3-cc", true));
        assertThat(database.currentRevision("never")).isEmpty();
        assertThat(server.requests("a").get(0).query("open_revs")).isEqualTo("all");
    }

    @Test
    void currentRevisionOfDeepAndLongDocumentsIsFound() {
        shop.put("deep", "{\"_id\":\"deep\",\"_rev\":\"1-a\",\"x\":" + "[".repeat(3_000) + "9".repeat(3_000) + "]".repeat(3_000) + "}");

        assertThat(database.currentRevision("deep")).contains(new CurrentRevision("1-a", false));
    }

    @Test
    void missingLeavesCountForNothing() {
        shop.put("a", rev("1-a", false));
        server.next("a", Fault.changed(it -> "[{\"missing\":\"5-x\"},{\"ok\":" + rev("1-a", false) + "}]"));

        assertThat(database.currentRevision("a")).contains(new CurrentRevision("1-a", false));
    }

    @Test
    void idsOfDocumentsAreEncodedInTheirPaths() {
        for (String id : new String[] {"a/b c?d+%2F#é", "_design/a b/c"}) {
            database.currentRevision(id);
        }

        assertThat(server.requests()).extracting(it -> it.path())
                .containsExactly("/shop/a%2Fb%20c%3Fd%2B%252F%23%C3%A9", "/shop/_design/a%20b%2Fc");
        assertThat(server.requests()).extracting(it -> it.below()).containsExactly("a/b c?d+%2F#é", "_design/a b/c");
    }

    private static String rev(String rev, boolean deleted) {
        return "{\"_id\":\"a\",\"_rev\":\"" + rev + "\"" + (deleted ? ",\"_deleted\":true" : "") + "}";
    }
}
