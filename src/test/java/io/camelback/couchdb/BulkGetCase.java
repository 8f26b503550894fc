package io.camelback.couchdb;

import static io.camelback.couchdb.Bytes.leaf;

import io.camelback.archive.Entry;
import io.camelback.stub.Answer;
import io.camelback.stub.Fault;
import io.camelback.stub.RawJson;
import io.camelback.stub.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fetches documents of the database {@code shop}, and keeps what is handed on. */
abstract class BulkGetCase extends CouchTest {

    final List<Entry> sunk = new ArrayList<>();
    final PageSizer sizer = new PageSizer(0);

    BulkGet pages() {
        return new BulkGet(couch, sizer, new AttachmentLimit(1_000, 2_500));
    }

    void put(String... ids) {
        for (String id : ids) {
            shop.put(id, leaf(id, "x"));
        }
    }

    /** What is handed on, as the text of its leaves; an absent document is its id and a dash. */
    List<String> fetch(String... ids) {
        fetch(pages(), ids);
        return sunk.stream().map(it -> it.absent() ? it.idText() + "-" : String.join(" ", it.leaves().stream().map(Bytes::text).toList()))
                .toList();
    }

    void fetch(BulkGet pages, String... ids) {
        pages.fetch(Bytes.ids(ids), sunk::add);
    }

    static String[] leaves(String... ids) {
        return Arrays.stream(ids).map(it -> leaf(it, "x")).toArray(String[]::new);
    }

    static List<String> asked(Request request) {
        return RawJson.elements(request.body(), "docs").stream().map(it -> RawJson.scalars(it).get("id")).toList();
    }

    List<List<String>> asked() {
        return server.requests("_bulk_get").stream().map(BulkGetCase::asked).toList();
    }

    static Fault tooLargeAbove(int ids) {
        return (request, normal) -> asked(request).size() <= ids ? normal.get() : Answer.error(413, "too_large", "the request is too large");
    }

    static String stub(String id, long length) {
        return "{\"_id\":\"" + id + "\",\"_rev\":\"1-a\",\"_attachments\":{\"one.png\":{\"content_type\":\"image/png\",\"revpos\":1,"
                + "\"digest\":\"md5-x\",\"length\":" + length + ",\"stub\":true}}}";
    }

    static String inline(String id, String data) {
        return "{\"_id\":\"" + id + "\",\"_rev\":\"1-a\",\"_attachments\":{\"one.png\":{\"content_type\":\"image/png\",\"revpos\":1,"
                + "\"digest\":\"md5-x\",\"data\":\"" + data + "\"}}}";
    }
}
