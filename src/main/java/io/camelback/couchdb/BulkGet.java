package io.camelback.couchdb;

import com.fasterxml.jackson.core.JsonGenerator;
import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.couchdb.CouchRequest.Answer;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Fetches the documents of a page with every leaf revision, tombstones too, and hands them on in the order of the ids.
 *
 * <p>Answers are read as streams: what came in order is handed on at once, so that memory holds a document and not a page. An answer
 * that is cut in the middle loses nothing of that: the next attempt asks for the rest. A page is done when each of its ids was
 * answered. Only what isn't plain waits in a {@link Window} and is asked for once more: documents with small attachments, for their
 * data, and ids that are not found, before they count as purged. Of large attachments a document has only stubs; whoever takes it gets
 * them from {@link AttachmentReader}.
 */
public final class BulkGet {

    private static final int ATTEMPTS_WITHOUT_PROGRESS = 3;

    private final CouchDb couch;
    private final PageSizer sizer;
    private final AttachmentLimit limit;
    private final int largestEntry;
    private final AtomicLong withAttachments = new AtomicLong();
    /** Whoever reads a large document holds this: however many pages are read in parallel, one of these is in memory at a time. */
    private final ReentrantLock large = new ReentrantLock(true);

    BulkGet(CouchDb couch, PageSizer sizer, AttachmentLimit limit) {
        this.couch = couch;
        this.sizer = sizer;
        this.limit = limit;
        this.largestEntry = (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 6);
    }

    /**
     * @param ids in any order, no id twice
     * @param sink gets one entry for each id, in the order of the ids, on the calling thread
     * @throws Failure of the source; what the sink got until then was right
     */
    public void fetch(List<byte[]> ids, Consumer<Entry> sink) {
        Window window = new Window(ids, sink, limit, couch.url(), this::ask);
        int fruitless = 0;
        while (!window.isDone()) {
            int before = window.answered();
            boolean accepted = ask(window, false);
            if (!accepted) {
                continue;
            }
            fruitless = window.answered() > before ? 0 : fruitless + 1;
            if (fruitless == ATTEMPTS_WITHOUT_PROGRESS) {
                throw Failure.source(Reason.FAILED, "POST " + couch.url() + "/_bulk_get leaves out document "
                        + DocumentIds.text(window.remaining(1).get(0)));
            }
        }
        withAttachments.addAndGet(window.withAttachments());
    }

    /** How many documents with attachments there were. */
    long withAttachments() {
        return withAttachments.get();
    }

    /** One request for what is left; false when the server found it too large. */
    private boolean ask(Asking asking, boolean attachments) {
        int[] asked = new int[1];
        Map<String, String> query = attachments ? Map.of("revs", "true", "attachments", "true")
                : Map.of("revs", "true", "att_encoding_info", "true");
        CouchRequest<Boolean> request = CouchRequest.post("/_bulk_get", query, () -> {
            List<byte[]> ids = asking.remaining(Math.max(1, attachments ? Integer.MAX_VALUE : sizer.ids()));
            asked[0] = ids.size();
            return body(ids);
        }, answer -> read(asking, answer)).expecting(413);
        boolean accepted = couch.send(request);
        if (!accepted) {
            if (asked[0] == 1) {
                throw Failure.source(Reason.REFUSED, "POST " + couch.url() + "/_bulk_get answers 413 for the single document "
                        + DocumentIds.text(asking.remaining(1).get(0)));
            }
            if (!attachments) {
                sizer.refused(asked[0]);
            }
        }
        return accepted;
    }

    private boolean read(Asking asking, Answer answer) throws IOException {
        if (answer.status() == 413) {
            return false;
        }
        int holds = large.getHoldCount();
        JsonArrayCutter cutter = new JsonArrayCutter(answer.body(), largestEntry, large::lock);
        long bytes = 0;
        int documents = 0;
        asking.restart();
        try {
            cutter.enter("results");
            while (cutter.next()) {
                FetchedDocument document = FetchedDocument.parse(cutter.buffer(), cutter.from(), cutter.length());
                cutter.shrink();
                bytes += document.bytes();
                documents++;
                asking.take(document);
                unlockTo(holds);
            }
            cutter.finish();
        } finally {
            unlockTo(holds);
        }
        sizer.saw(bytes, documents);
        asking.finish();
        return true;
    }

    private void unlockTo(int holds) {
        while (large.getHoldCount() > holds) {
            large.unlock();
        }
    }

    private static byte[] body(List<byte[]> ids) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(ids.size() * 64);
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("docs");
            for (byte[] id : ids) {
                json.writeStartObject();
                json.writeFieldName("id");
                json.writeUTF8String(id, 0, id.length);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Who wants documents, and gets them as they come. */
    interface Asking {

        /** At most so many of the ids that were not answered yet. */
        List<byte[]> remaining(int most);

        /** A new attempt begins: what was not handed on from the one before will come again. */
        void restart();

        void take(FetchedDocument document) throws IOException;

        /** The answer was whole. */
        void finish() throws IOException;
    }
}
