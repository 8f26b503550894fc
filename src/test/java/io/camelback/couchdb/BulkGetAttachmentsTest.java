package io.camelback.couchdb;

import static io.camelback.couchdb.Bytes.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.archive.Entry;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.stub.Fault;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BulkGetAttachmentsTest extends BulkGetCase {

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
    void attachmentLargerThanTheLimitStaysAStub() {
        put("a");
        shop.putWithAttachments("b", stub("b", 1_001), inline("b", "AAAA"));

        fetch("a", "b");

        assertThat(sunk).containsExactly(Bytes.entry("a", leaf("a", "x")), Bytes.entry("b", stub("b", 1_001)));
        assertThat(server.requests("_bulk_get")).hasSize(1);
        assertThat(server.requests("_bulk_get").get(0).query("att_encoding_info")).isEqualTo("true");
    }

    @Test
    void attachmentsTooLargeTogetherStayStubs() {
        String stubs = stub("b", 900);
        shop.put("b", stubs, stubs.replace("1-a", "1-b"), stubs.replace("1-a", "1-c"));

        fetch("b");

        assertThat(sunk).containsExactly(Bytes.entry("b", stubs, stubs.replace("1-a", "1-b"), stubs.replace("1-a", "1-c")));
    }

    @Test
    void aDocumentThatIsNotFoundAtFirstIsNotAskedForWithAttachmentsThatMayBeLarge() {
        put("a");
        shop.putWithAttachments("b", stub("b", 1_001), inline("b", "AAAA"));
        server.next("_bulk_get", Fault.notFound("b"));

        fetch("a", "b");

        assertThat(sunk).extracting(Entry::idText).containsExactly("a", "b");
        assertThat(server.requests("_bulk_get")).hasSize(2).noneMatch(it -> it.query("attachments") != null);
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
}
