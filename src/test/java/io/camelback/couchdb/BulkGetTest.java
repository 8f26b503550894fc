package io.camelback.couchdb;

import static io.camelback.couchdb.Bytes.leaf;
import static io.camelback.couchdb.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.stub.Answer;
import io.camelback.stub.Fault;
import io.camelback.stub.RawJson;
import io.camelback.stub.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BulkGetTest extends CouchTest {

    private static final int LONGEST_ANSWER = 700;

    private final List<Entry> sunk = new ArrayList<>();
    private final PageSizer sizer = new PageSizer(0);

    private BulkGet pages() {
        return new BulkGet(couch, sizer, new AttachmentLimit(1_000, 2_500));
    }

    private void put(String... ids) {
        for (String id : ids) {
            shop.put(id, leaf(id, "x"));
        }
    }

    /** What is handed on, as the text of its leaves; an absent document is its id and a dash. */
    private List<String> fetch(String... ids) {
        fetch(pages(), ids);
        return sunk.stream().map(it -> it.absent() ? it.idText() + "-" : String.join(" ", it.leaves().stream().map(Bytes::text).toList()))
                .toList();
    }

    private void fetch(BulkGet pages, String... ids) {
        pages.fetch(Bytes.ids(ids), sunk::add);
    }

    private static String[] leaves(String... ids) {
        return Arrays.stream(ids).map(it -> leaf(it, "x")).toArray(String[]::new);
    }

    private static List<String> asked(Request request) {
        return RawJson.elements(request.body(), "docs").stream().map(it -> RawJson.scalars(it).get("id")).toList();
    }

    private List<List<String>> asked() {
        return server.requests("_bulk_get").stream().map(BulkGetTest::asked).toList();
    }

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
    void attachmentsComeInline() {
        put("a", "c");
        shop.putWithAttachments("b", stub("b", 4), inline("b", "AAAA"));
        BulkGet pages = pages();

        fetch(pages, "a", "b", "c");

        assertThat(sunk).containsExactly(Bytes.entry("a", leaf("a", "x")), Bytes.entry("b", inline("b", "AAAA")),
                Bytes.entry("c", leaf("c", "x")));
        assertThat(asked()).containsExactly(List.of("a", "b", "c"), List.of("b"));
        assertThat(server.requests("_bulk_get").get(1).query("attachments")).isEqualTo("true");
        assertThat(pages.withAttachments()).isEqualTo(1);
    }

    @Test
    void documentsWithAttachmentsAreCountedOnceHoweverOftenTheyAreAskedFor() {
        put("b");
        shop.putWithAttachments("a", stub("a", 4), inline("a", "AAAA")).putWithAttachments("c", stub("c", 4), inline("c", "AAAA"));
        server.next("_bulk_get", Fault.cutAfter("{\"_id\":\"c\""));
        server.next("_bulk_get", Fault.cutAfter("{\"_id\":\"c\""));
        BulkGet pages = pages();

        fetch(pages, "a", "b", "c");

        assertThat(pages.withAttachments()).isEqualTo(2);
    }

    @Test
    void manyAttachmentsAreFetchedInPortionsThatFitIntoMemory() {
        String[] ids = IntStream.range(10, 40).mapToObj(it -> "d" + it).toArray(String[]::new);
        for (String id : ids) {
            shop.putWithAttachments(id, stub(id, 1_000_000), inline(id, "A".repeat(1_000)));
        }
        BulkGet pages = new BulkGet(couch, sizer, AttachmentLimit.ofEach(1_000_000));

        fetch(pages, ids);

        assertThat(sunk).extracting(Entry::idText).containsExactly(ids);
        assertThat(server.requests("_bulk_get").stream().filter(it -> it.query("attachments") != null))
                .allSatisfy(it -> assertThat(asked(it)).hasSizeLessThan(10)).hasSize(5);
    }

    @Test
    void attachmentLargerThanTheLimitIsRefusedByDocumentAndName() {
        put("a");
        shop.putWithAttachments("b", stub("b", 1_001), inline("b", "AAAA"));

        assertThatThrownBy(() -> fetch("a", "b")).isInstanceOfSatisfying(Failure.class,
                it -> assertThat(it.reason()).isEqualTo(Reason.REFUSED))
                .hasMessage("document b in " + server.url("shop") + " has an attachment one.png of 1001 bytes, more than 1000: the run ends,"
                        + " because it would not be restorable without it. Raise the task's attachmentLimit, if the memory allows");
        assertThat(server.requests("_bulk_get")).hasSize(1);
    }

    @Test
    void attachmentsTooLargeTogetherAreRefusedByDocument() {
        String stubs = stub("b", 900);
        shop.put("b", stubs, stubs.replace("1-a", "1-b"), stubs.replace("1-a", "1-c"));

        assertThatThrownBy(() -> fetch("b")).isInstanceOf(Failure.class)
                .hasMessageContaining("document b in").hasMessageContaining("attachments of 2700 bytes together, more than 2500");
    }

    @Test
    void stubsThatNeverComeInlineFailByName() {
        put("a");
        shop.putWithAttachments("b", stub("b", 4), stub("b", 4));

        assertThatThrownBy(() -> fetch("a", "b")).isInstanceOf(Failure.class)
                .hasMessageContaining("gives no data for its attachments for document b");
        assertThat(server.requests("_bulk_get")).hasSize(4);
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
    void refusedAttachmentsHalveAndLeaveTheOtherPagesLarge() {
        for (String id : new String[] {"a", "b", "c", "d", "e"}) {
            shop.putWithAttachments(id, stub(id, 4), inline(id, "AAAA"));
        }
        server.always("_bulk_get", (request, normal) -> request.query("attachments") == null ? normal.get()
                : tooLargeAbove(2).answer(request, normal));

        fetch("a", "b", "c", "d", "e");

        assertThat(sunk).extracting(Entry::idText).containsExactly("a", "b", "c", "d", "e");
        assertThat(asked()).extracting(List::size).containsExactly(5, 5, 2, 2, 1);
        assertThat(sizer.ids()).isGreaterThan(100);
    }

    @Test
    void singleDocumentThatIsRefusedFailsByName() {
        put("a", "b");
        server.always("_bulk_get", tooLargeAbove(0));

        assertThatThrownBy(() -> fetch("a", "b")).isInstanceOfSatisfying(Failure.class,
                it -> assertThat(it.reason()).isEqualTo(Reason.REFUSED))
                .hasMessage("POST " + server.url("shop") + "/_bulk_get answers 413 for the single document a");
    }

    private static Fault tooLargeAbove(int ids) {
        return (request, normal) -> asked(request).size() <= ids ? normal.get() : Answer.error(413, "too_large", "the request is too large");
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

    /** Each page holds its connection while it asks for the data of its attachments on another one. */
    @Test
    @Timeout(60)
    void pagesInParallelNeverWaitForEachOthersConnections() throws Exception {
        int parallel = 32;
        shop.putWithAttachments("a", stub("a", 4), inline("a", "AAAA"));
        couch = routes.connect(server, "shop", parallel);
        Fault together = Fault.together(parallel);
        server.always("_bulk_get", (request, normal) -> request.query("attachments") == null ? together.answer(request, normal)
                : normal.get());
        BulkGet pages = pages();

        List<List<Entry>> all = inParallel(parallel, () -> {
            List<Entry> entries = new ArrayList<>();
            pages.fetch(List.of(DocumentIds.utf8("a")), entries::add);
            return entries;
        });

        assertThat(all).allSatisfy(it -> assertThat(it).containsExactly(Bytes.entry("a", inline("a", "AAAA"))));
    }

    private static <T> List<T> inParallel(int count, Callable<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(Collections.nCopies(count, task), 50, TimeUnit.SECONDS)) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Each of them has a large document half read before any of them goes on. */
    @Test
    @Timeout(60)
    void largeDocumentsAreReadOneAtATimeHoweverManyPagesAreUnderWay() throws Exception {
        int parallel = 4;
        couch = routes.connect(server, "shop", parallel);
        shop.put("a", leaf("a", "x".repeat(5_000_000))).put("b", leaf("b", "x")).put("c", leaf("c", "x".repeat(9_000_000)));
        server.always("_bulk_get", Fault.together(parallel));
        BulkGet pages = pages();
        AtomicInteger inMemory = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        inParallel(parallel, () -> {
            pages.fetch(Bytes.ids("a", "b", "c"), entry -> {
                if (!entry.idText().equals("b")) {
                    most.accumulateAndGet(inMemory.incrementAndGet(), Math::max);
                    inMemory.decrementAndGet();
                }
            });
            return null;
        });

        assertThat(most).hasValue(1);
    }

    @Test
    void largeDocumentThatWasCutKeepsNobodyElseWaiting() throws Exception {
        shop.put("a", leaf("a", "x".repeat(5_000_000)));
        server.next("_bulk_get", 2 * CouchRoutes.ATTEMPTS, Fault.cutAfter(4_500_000));
        BulkGet pages = pages();

        inParallel(2, () -> assertThatThrownBy(() -> pages.fetch(Bytes.ids("a"), it -> { })).isInstanceOf(Failure.class));
        fetch(pages, "a");

        assertThat(sunk).hasSize(1);
    }

    @Test
    void connectionsAreUsedAgain() {
        put("a", "b");
        server.always("_bulk_get", tooLargeAbove(1));
        for (int i = 0; i < 10; i++) {
            fetch("a", "b", "gone");
        }

        assertThat(server.connections()).isLessThanOrEqualTo(2);
    }

    private static String stub(String id, long length) {
        return "{\"_id\":\"" + id + "\",\"_rev\":\"1-a\",\"_attachments\":{\"one.png\":{\"content_type\":\"image/png\",\"revpos\":1,"
                + "\"digest\":\"md5-x\",\"length\":" + length + ",\"stub\":true}}}";
    }

    private static String inline(String id, String data) {
        return "{\"_id\":\"" + id + "\",\"_rev\":\"1-a\",\"_attachments\":{\"one.png\":{\"content_type\":\"image/png\",\"revpos\":1,"
                + "\"digest\":\"md5-x\",\"data\":\"" + data + "\"}}}";
    }

    @Test
    void averageSizeDecidesHowManyIdsAreAskedForAtATime() {
        shop.put("large", leaf("large", "x".repeat(2_000_000))).put("next", leaf("next", "x"));

        fetch("large");

        assertThat(utf8(leaf("large", "x".repeat(2_000_000))).length).isLessThan((int) sizer.expectedBytes(1));
        assertThat(sizer.ids()).isEqualTo(2);
    }
}
