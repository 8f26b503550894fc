package io.camelback.couchdb;

import static io.camelback.couchdb.Bytes.leaf;
import static io.camelback.couchdb.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.archive.Entry;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.stub.Fault;
import io.camelback.stub.RawJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkGetTest extends BulkGetCase {

    /** Bytes; every answer of these tests is shorter. */
    private static final int LONGEST_ANSWER = 700;

    @Test
    void documentsComeInTheOrderOfTheirIdsAndAllTheirLeavesAsTheyAre() {
        shop.put("b", "{\"_id\":\"b\",\"_rev\":\"2-b\",\"n\":1.50}", "{\"_rev\":\"3-a\",\"_id\":\"\\u0062\",\"_deleted\":true,\"was\":-0.0}");
        put("a", "c");

        assertThat(fetch("c", "b", "a")).containsExactly(leaf("c", "x"),
                "{\"_id\":\"b\",\"_rev\":\"2-b\",\"n\":1.50} {\"_rev\":\"3-a\",\"_id\":\"\\u0062\",\"_deleted\":true,\"was\":-0.0}",
                leaf("a", "x"));
        assertThat(server.requests("_bulk_get")).singleElement().satisfies(it -> {
            assertThat(it.query("revs")).isEqualTo("true");
            assertThat(it.query("attachments")).isNull();
        });
    }

    @Test
    void idsOfEveryKindAreAskedForAsTheyAre() {
        String[] ids = {"q\"\\/", "é😀\u2028", "\u0001\n", "_design/a b", "%2F+&?", " "};
        for (String id : ids) {
            shop.put(id, "{\"_id\":" + RawJson.quote(id) + ",\"_rev\":\"1-a\"}");
        }

        fetch(ids);

        assertThat(sunk).extracting(Entry::idText).containsExactly(ids);
    }

    @Test
    void entriesInAnotherOrderAreHandedOnInOurs() {
        put("a", "b", "c", "d");
        server.next("_bulk_get", Fault.entries(it -> {
            List<String> reversed = new ArrayList<>(it);
            Collections.reverse(reversed);
            return reversed;
        }));

        assertThat(fetch("a", "b", "c", "d")).containsExactly(leaves("a", "b", "c", "d"));
        assertThat(server.requests("_bulk_get")).hasSize(1);
    }

    @Test
    void repeatedEntriesCountOnce() {
        put("a", "b", "c");
        server.next("_bulk_get", Fault.entries(it -> List.of(it.get(0), it.get(0), it.get(2), it.get(1), it.get(2), it.get(0))));

        assertThat(fetch("a", "b", "c")).containsExactly(leaves("a", "b", "c"));
    }

    @Test
    void answerThatWasCutGoesOnWithTheRest() {
        put("a", "b", "c", "d");
        server.next("_bulk_get", Fault.cutAfter("{\"id\":\"c\""));
        server.next("_bulk_get", Fault.cutAfter("{\"_id\":\"d\""));

        assertThat(fetch("a", "b", "c", "d")).containsExactly(leaves("a", "b", "c", "d"));
        assertThat(asked()).containsExactly(List.of("a", "b", "c", "d"), List.of("c", "d"), List.of("d"));
    }

    @Test
    void cutAnywhereLosesAndRepeatsNothing() {
        shop.put("a", leaf("a", "]}\\\""), leaf("a", "2").replace("1-a", "2-a")).put("b", leaf("b", "x"))
                .putWithAttachments("c", stub("c", 4), inline("c", "AAAA"));
        fetch("a", "b", "gone", "c");
        List<Entry> whole = List.copyOf(sunk);
        for (int bytes = 0; bytes < LONGEST_ANSWER; bytes += 3) {
            sunk.clear();
            server.next("_bulk_get", cutIfLonger(bytes));

            fetch("a", "b", "gone", "c");

            assertThat(sunk).as("cut after %s bytes", bytes).isEqualTo(whole);
        }
    }

    private static Fault cutIfLonger(int bytes) {
        return (request, normal) -> {
            int length = normal.get().bytes().length;
            assertThat(length).isLessThan(LONGEST_ANSWER);
            return length > bytes ? normal.get().cutAfter(bytes) : normal.get();
        };
    }

    @Test
    void answersThatAreNeverWholeEndWithWhatWasRightUntilThen() {
        put("a", "b");
        server.always("_bulk_get", Fault.cutAfter("{\"_id\":\"b\""));

        assertThatThrownBy(() -> fetch("a", "b")).isInstanceOfSatisfying(Failure.class, it -> {
            assertThat(it.reason()).isEqualTo(Reason.UNREACHABLE);
            assertThat(it).hasMessageStartingWith("POST " + server.url("shop") + "/_bulk_get: the answer ended early or is not JSON: ");
        });
        assertThat(sunk).extracting(Entry::idText).containsExactly("a");
        assertThat(server.requests("_bulk_get")).hasSize(CouchRoutes.ATTEMPTS);
    }

    @Test
    void silenceEndsAsUnreachable() {
        put("a");
        couch = routes.impatient(server.url("shop"), 100);
        server.always("_bulk_get", Fault.silence());

        assertThatThrownBy(() -> fetch("a")).isInstanceOfSatisfying(Failure.class,
                it -> assertThat(it.reason()).isEqualTo(Reason.UNREACHABLE));
    }

    @Test
    void garbageIsAskedForAgain() {
        put("a");
        server.next("_bulk_get", Fault.changed(it -> "<html>busy</html>"));
        server.next("_bulk_get", Fault.changed(it -> it.replace("\"ok\"", "\"ok\":{]")));

        assertThat(fetch("a")).containsExactly(leaves("a"));
    }

    @Test
    void documentIsAbsentOnceItWasNotFoundTwice() {
        put("a", "c");

        assertThat(fetch("a", "b", "c")).containsExactly(leaf("a", "x"), "b-", leaf("c", "x"));
        assertThat(asked()).containsExactly(List.of("a", "b", "c"), List.of("b"));
    }

    @Test
    void documentThatWasNotFoundOnceIsNotAbsent() {
        put("a", "b");
        server.next("_bulk_get", Fault.notFound("b"));

        assertThat(fetch("a", "b")).containsExactly(leaves("a", "b"));
    }

    @Test
    void notFoundInACutAnswerAndInTheNextDoNotAddUpToOneAnswerTooFew() {
        put("a", "b", "c");
        server.next("_bulk_get", (request, normal) -> Fault.cutAfter("{\"id\":\"c\"").answer(request,
                () -> Fault.notFound("b").answer(request, normal)));
        server.next("_bulk_get", Fault.notFound("b"));

        assertThat(fetch("a", "b", "c")).containsExactly(leaves("a", "b", "c"));
    }

    @Test
    void notFoundTwiceInOneAnswerIsOnce() {
        put("a");
        shop.putWithAttachments("b", stub("b", 4), inline("b", "AAAA"));
        server.next("_bulk_get", Fault.entries(it -> it));
        server.next("_bulk_get", (request, normal) -> Fault.entries(it -> List.of(it.get(0), it.get(0), it.get(0))).answer(request,
                () -> Fault.notFound("b").answer(request, normal)));

        assertThat(fetch("a", "b")).containsExactly(leaf("a", "x"), inline("b", "AAAA"));
    }

    @Test
    void refusedPagesHalveUntilTheyPass() {
        put("a", "b", "c", "d", "e", "f", "g");
        server.always("_bulk_get", tooLargeAbove(2));

        assertThat(fetch("a", "b", "c", "d", "e", "f", "g")).containsExactly(leaves("a", "b", "c", "d", "e", "f", "g"));
        assertThat(asked()).extracting(List::size).containsExactly(7, 3, 1, 1, 1, 1, 1, 1, 1);
        assertThat(sizer.ids()).isEqualTo(1);
    }

    @Test
    void singleDocumentThatIsRefusedFailsByName() {
        put("a", "b");
        server.always("_bulk_get", tooLargeAbove(0));

        assertThatThrownBy(() -> fetch("a", "b")).isInstanceOfSatisfying(Failure.class,
                it -> assertThat(it.reason()).isEqualTo(Reason.REFUSED))
                .hasMessage("POST " + server.url("shop") + "/_bulk_get answers 413 for the single document a");
    }

    @Test
    void idThatIsLeftOutIsAskedForAgain() {
        put("a", "b", "c");
        server.next("_bulk_get", Fault.entries(it -> List.of(it.get(0), it.get(2))));

        assertThat(fetch("a", "b", "c")).containsExactly(leaves("a", "b", "c"));
        assertThat(asked()).containsExactly(List.of("a", "b", "c"), List.of("b", "c"));
    }

    @Test
    void idThatIsNeverAnsweredFailsByName() {
        put("a", "b", "c");
        server.always("_bulk_get", Fault.entries(it -> it.stream().filter(entry -> !entry.startsWith("{\"id\":\"b\"")).toList()));

        assertThatThrownBy(() -> fetch("a", "b", "c")).isInstanceOf(Failure.class)
                .hasMessage("POST " + server.url("shop") + "/_bulk_get leaves out document b");
        assertThat(sunk).extracting(Entry::idText).containsExactly("a");
    }

    @Test
    void documentThatWasNotAskedForIsNoAnswer() {
        put("a");
        server.next("_bulk_get", Fault.changed(it -> it.replace("\"a\"", "\"other\"")));

        assertThat(fetch("a")).containsExactly(leaves("a"));
    }

    @Test
    void leavesOfAnotherDocumentAreNeverTaken() {
        put("a");
        server.next("_bulk_get", Fault.changed(it -> it.replace("\"_id\":\"a\"", "\"_id\":\"b\"")));
        assertThat(fetch("a")).containsExactly(leaves("a"));

        server.always("_bulk_get", Fault.changed(it -> it.replace("\"_id\":\"a\"", "\"_id\":\"b\"")));
        assertThatThrownBy(() -> fetch("a")).isInstanceOfSatisfying(Failure.class,
                it -> assertThat(it.reason()).isEqualTo(Reason.UNREACHABLE)).hasMessageContaining("document a");
    }

    @Test
    void errorEntriesAreAskedForAgain() {
        put("a", "b", "c");
        server.next("_bulk_get", Fault.entryError("b", "timeout"));
        server.next("_bulk_get", Fault.entryError("b", "internal_server_error"));

        assertThat(fetch("a", "b", "c")).containsExactly(leaves("a", "b", "c"));
        assertThat(asked()).containsExactly(List.of("a", "b", "c"), List.of("b"), List.of("b"));
    }

    @Test
    void errorEntriesThatStayFailByName() {
        put("a", "b", "c");
        server.always("_bulk_get", Fault.entryError("b", "unauthorized"));

        assertThatThrownBy(() -> fetch("a", "b", "c")).isInstanceOf(Failure.class)
                .hasMessage("POST " + server.url("shop") + "/_bulk_get gives unauthorized for document b. See the log of the server");
        assertThat(sunk).extracting(Entry::idText).containsExactly("a");
        assertThat(server.requests("_bulk_get")).hasSize(4);
    }

    @Test
    void failureOfWhatIsAskedAgainIsNotMultipliedByTheOuterRequest() {
        put("a");
        server.next("_bulk_get", (request, normal) -> normal.get());
        server.always("_bulk_get", Fault.status(500, "internal", "x"));

        assertThatThrownBy(() -> fetch("a", "gone")).isInstanceOf(Failure.class);
        assertThat(server.requests("_bulk_get")).hasSize(1 + CouchRoutes.ATTEMPTS);
    }

    @Test
    void whatTheSinkThrowsIsNeitherHiddenNorRepeated() {
        put("a", "b");

        assertThatThrownBy(() -> pages().fetch(Bytes.ids("a", "b"), entry -> {
            throw Failure.camelback(Reason.FAILED, "the disk is full");
        })).isInstanceOf(Failure.class).hasMessage("the disk is full");
        assertThat(server.requests("_bulk_get")).hasSize(1);
    }

    @Test
    void pageOfNoIdsAsksNothing() {
        assertThat(fetch()).isEmpty();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void averageSizeDecidesHowManyIdsAreAskedForAtATime() {
        shop.put("large", leaf("large", "x".repeat(2_000_000))).put("next", leaf("next", "x"));

        fetch("large");

        assertThat(utf8(leaf("large", "x".repeat(2_000_000))).length).isLessThan((int) sizer.expectedBytes(1));
        assertThat(sizer.ids()).isEqualTo(2);
    }
}
