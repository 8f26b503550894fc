package io.camelback.couchdb;

import static io.camelback.couchdb.Bytes.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.couchdb.Changes.Listing;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.stub.Fault;
import io.camelback.stub.RawJson;
import io.camelback.stub.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangesTest extends CouchTest {

    private void put(String... ids) {
        for (String id : ids) {
            shop.put(id, leaf(id, "x"));
        }
    }

    private static List<String> ids(Listing listing) {
        return listing.ids().stream().map(Bytes::text).toList();
    }

    @Test
    void idsAreSortedByTheirUnsignedUtf8Bytes() {
        put("b", "Ａ", "😀", "a", "é", "aa", "_design/x", "z");

        Listing listing = new Changes(couch, 100).after("0");

        assertThat(ids(listing)).containsExactly("_design/x", "a", "aa", "b", "z", "é", "Ａ", "😀");
        assertThat(listing.rows()).isEqualTo(8);
        assertThat(listing.pending()).isZero();
    }

    @Test
    void escapedIdsAreDecoded() {
        server.next("_changes", Fault.changed(it -> "{\"results\":[{\"seq\":1,\"id\":\"\\u00e9\\ud83d\\ude00\\n\\/\",\"changes\":[]}],"
                + "\"last_seq\":\"1-x\",\"pending\":0}"));

        assertThat(ids(new Changes(couch, 100).after("0"))).containsExactly("é😀\n/");
    }

    @Test
    void feedIsReadOnFromItsOpaqueSequence() {
        put("d", "c", "b", "a", "e");
        Changes changes = new Changes(couch, 2);

        Listing first = changes.after("0");
        Listing second = changes.after(first.until());
        Listing third = changes.after(second.until());
        Listing fourth = changes.after(third.until());

        assertThat(ids(first)).containsExactly("c", "d");
        assertThat(first.pending()).isEqualTo(3);
        assertThat(ids(second)).containsExactly("a", "b");
        assertThat(ids(third)).containsExactly("e");
        assertThat(third.pending()).isZero();
        assertThat(ids(fourth)).isEmpty();
        assertThat(fourth.until()).isEqualTo(third.until());
    }

    @Test
    void sequenceIsAskedForOnceAnAnswer() {
        put("a");

        new Changes(couch, 7).after("0");

        Request request = server.requests("_changes").get(0);
        assertThat(request.query("limit")).isEqualTo("7");
        assertThat(request.query("seq_interval")).isEqualTo("7");
        assertThat(request.query("since")).isEqualTo("0");
    }

    @Test
    void rowsThatAreRepeatedCountAsOneId() {
        put("a", "b");
        server.next("_changes", Fault.changed(it -> it.replace("[\n", "[\n{\"seq\":null,\"id\":\"b\",\"changes\":[{\"rev\":\"1-b\"}],"
                + "\"deleted\":true,\"doc\":{\"id\":\"z\"}},{\"seq\":null,\"id\":\"a\",\"changes\":[]},")));

        Listing listing = new Changes(couch, 100).after("0");

        assertThat(ids(listing)).containsExactly("a", "b");
        assertThat(listing.rows()).isEqualTo(4);
    }

    @Test
    void knownDocumentsAreToldByAllTheirLeavesAndNotListed() {
        put("a", "z");
        shop.put("b", leaf("b", "x"), "{\"_id\":\"b\",\"_rev\":\"2-y\",\"_deleted\":true}");
        List<String> asked = new ArrayList<>();

        Listing listing = new Changes(couch, 100).after("0", Optional.of((id, leaves) -> {
            asked.add(Bytes.text(id) + leaves);
            return Bytes.text(id).equals("a");
        }));

        assertThat(ids(listing)).containsExactly("b", "z");
        assertThat(listing.rows()).isEqualTo(3);
        assertThat(listing.known()).isEqualTo(1);
        assertThat(asked).containsExactly("a[" + revision("a") + "]", "z[" + revision("z") + "]", "b[" + revision("b") + ", 2-y]");
        assertThat(server.requests("_changes").get(0).query("style")).isEqualTo("all_docs");
    }

    @Test
    void documentIsListedUnlessAllOfItsRowsAreKnown() {
        put("a", "b");
        server.next("_changes", Fault.changed(it -> it.replace("[\n", "[\n{\"changes\":[{\"rev\":\"9-new\",\"x\":[]},7],\"id\":\"a\"},")));
        server.next("_changes", Fault.changed(it -> it.replace("[\n", "[\n{\"changes\":[{\"rev\":\"9-new\",\"x\":[]}],\"id\":\"a\"},{\"id\":\"c\"},")));

        Listing listing = new Changes(couch, 100).after("0", Optional.of((id, leaves) -> leaves.equals(List.of(revision("a")))));

        assertThat(ids(listing)).containsExactly("a", "c");
        assertThat(listing.known()).isEqualTo(2);
    }

    private static String revision(String id) {
        return RawJson.scalars(RawJson.utf8(leaf(id, "x"))).get("_rev");
    }

    @Test
    void sequencesMayBeNumbers() {
        server.next("_changes", Fault.changed(it -> "{\"last_seq\":42,\"results\":[],\"pending\":0}"));

        assertThat(new Changes(couch, 100).after("0").until()).isEqualTo("42");
    }

    @Test
    void listingThatWasCutIsThrownAwayAndAskedForAnew() {
        put("a", "b", "c");
        server.next("_changes", (request, normal) -> {
            put("d");
            return Fault.cutAfter("\"id\":\"d\"").answer(request, normal);
        });
        server.next("_changes", (request, normal) -> {
            shop.purge("d");
            put("a");
            return normal.get();
        });

        Listing listing = new Changes(couch, 100).after("0");

        assertThat(server.requests("_changes")).hasSize(2);
        assertThat(ids(listing)).containsExactly("a", "b", "c", "d");
        assertThat(new Changes(couch, 100).after(listing.until()).rows()).isZero();
    }

    @Test
    void listingIsTheSecondAnswersAlone() {
        put("a", "b");
        server.next("_changes", Fault.changed(it -> it.replace("\"a\"", "\"only in the first\"").replace("\"pending\"", "\"pend")));

        assertThat(ids(new Changes(couch, 100).after("0"))).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"results\":[{\"id\":\"a\"}],\"pending\":0}",
        "{\"results\":[{\"id\":\"a\"}],\"last_seq\":null,\"pending\":0}",
        "{\"results\":[{\"id\":\"a\"}],\"last_seq\":[1,\"x\"],\"pending\":0}",
        "{\"results\":[{\"id\":\"a\"}],\"last_seq\":\"1-x\"}",
        "{\"results\":[{\"id\":\"a\"}],\"last_seq\":\"1-x\",\"pending\":null}",
        "{\"results\":[{\"id\":\"a\"}],\"last_seq\":\"1-x\",\"pending\":0",
        "{\"results\":[{\"id\":\"a\"},{\"seq\":1}],\"last_seq\":\"1-x\",\"pending\":0}",
        "{\"results\":[{\"id\":\"a\"}{\"error\":\"timeout\"}",
        "{\"results\":{},\"last_seq\":\"1-x\",\"pending\":0}",
        "{\"results\":[1],\"last_seq\":\"1-x\",\"pending\":0}",
        "[]", "<html>", ""})
    void onlyCompleteAnswersCount(String answer) {
        server.always("_changes", Fault.changed(it -> answer));

        assertThatThrownBy(() -> new Changes(couch, 100).after("0")).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
            assertThat(failure).hasMessageStartingWith("GET " + server.url("shop") + "/_changes: the answer ended early or is not JSON: ");
        });
        assertThat(server.requests("_changes")).hasSize(CouchRoutes.ATTEMPTS);
    }

    @Test
    void limitHalvesWhenNoAnswerComesWholeAndStaysThere() {
        put("a", "b");
        server.next("_changes", CouchRoutes.ATTEMPTS, Fault.cutAfter(30));
        Changes changes = new Changes(couch, 4_000);

        changes.after("0");
        changes.after("0");

        assertThat(server.requests("_changes")).extracting(it -> it.query("limit"))
                .containsExactly("4000", "4000", "4000", "2000", "2000");
    }

    @Test
    void limitDoesNotHalveForEver() {
        server.always("_changes", Fault.cutAfter(5));

        assertThatThrownBy(() -> new Changes(couch, 4_000).after("0")).isInstanceOf(Failure.class);
        assertThat(server.requests("_changes")).extracting(it -> it.query("limit")).contains("2000", "1000").doesNotContain("500");
    }

    @Test
    void idsThatWouldNotFitAreAskedForInSmallerPortions() {
        String longId = "x".repeat(4_000_000);
        server.next("_changes", Fault.changed(it -> "{\"results\":[" + "{\"id\":\"%s\"},".repeat(16).replace("%s", longId)
                + "{\"id\":\"" + longId + "\"}],\"last_seq\":\"17-x\",\"pending\":0}"));
        put("a");

        assertThat(ids(new Changes(couch, 100).after("0"))).containsExactly("a");
        assertThat(server.requests("_changes")).extracting(it -> it.query("limit")).containsExactly("100", "50");
    }

    @Test
    void whatCantBeHelpedByAskingAgainEndsAtOnce() {
        server.always("_changes", Fault.status(403, "forbidden", "You are not allowed to access this db."));

        assertThatThrownBy(() -> new Changes(couch, 4_000).after("0"))
                .isInstanceOfSatisfying(Failure.class, it -> assertThat(it.reason()).isEqualTo(Reason.DENIED));
        assertThat(server.requests("_changes")).hasSize(1);
    }
}
