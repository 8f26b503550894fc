package io.camelback.couchdb;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelback.archive.Entry;
import io.camelback.couchdb.CouchRequest.Answer;
import io.camelback.failure.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes documents with their revisions and histories as they were ({@code new_edits=false}).
 *
 * <p>A 201 hides failures: every entry of every answer is read. A request refused as a whole is halved, down to the document that
 * is to blame.
 */
public final class BulkDocs {

    private static final byte[] HEAD = "{\"new_edits\":false,\"docs\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);

    /** A document, or one revision of it, that the database did not take. */
    public record Refused(String id, String reason) {
    }

    private final CouchDb couch;

    public BulkDocs(CouchDb couch) {
        this.couch = couch;
    }

    /**
     * @param entries documents to write with all their leaf revisions
     * @return what was not written, empty when all was
     * @throws Failure when the database can't be reached or says no to all: nothing of this request may be there then, or all
     */
    public List<Refused> write(List<Entry> entries) {
        List<Refused> refused = new ArrayList<>();
        int from = 0;
        while (from < entries.size()) {
            int to = from + together(entries.subList(from, entries.size()));
            write(entries.subList(from, to), refused);
            from = to;
        }
        return refused;
    }

    /** How many of them make a request that writes no more than it should; one at least. */
    private int together(List<Entry> entries) {
        int most = couch.writesTogether();
        int count = 1;
        for (long revisions = entries.get(0).revisions(); count < entries.size(); count++) {
            revisions += entries.get(count).revisions();
            if (revisions > most) {
                break;
            }
        }
        return count;
    }

    private void write(List<Entry> entries, List<Refused> refused) {
        String whole = couch.send(CouchRequest.post("/_bulk_docs", Map.of(), () -> body(entries), answer -> read(answer, refused))
                .expecting(400, 412, 413).writing(entries.stream().mapToInt(Entry::revisions).sum()));
        if (whole == null) {
            return;
        }
        if (entries.size() == 1) {
            refused.add(new Refused(entries.get(0).idText(), whole));
            return;
        }
        int half = entries.size() / 2;
        write(entries.subList(0, half), refused);
        write(entries.subList(half, entries.size()), refused);
    }

    /** Null, or why the whole request was refused. */
    private static String read(Answer answer, List<Refused> refused) throws IOException {
        JsonNode json = Json.MAPPER.readTree(answer.body());
        if (answer.status() != 201 && answer.status() != 202) {
            return answer.status() + " " + json.path("error").asText() + ": " + json.path("reason").asText();
        }
        if (!json.isArray()) {
            throw new IOException("it is not an array");
        }
        for (JsonNode entry : json) {
            if (entry.has("error")) {
                refused.add(new Refused(entry.path("id").asText(),
                        entry.path("error").asText() + ": " + entry.path("reason").asText()));
            }
        }
        return null;
    }

    /** In one piece of just that size: documents may be large. */
    private static byte[] body(List<Entry> entries) {
        int size = HEAD.length + entries.size() - 1 + entries.stream().mapToInt(it -> it.line().length - 2).sum() + TAIL.length;
        ByteBuffer body = ByteBuffer.allocate(size).put(HEAD);
        boolean first = true;
        for (Entry entry : entries) {
            if (!first) {
                body.put((byte) ',');
            }
            first = false;
            byte[] line = entry.line();
            body.put(line, 1, line.length - 2);
        }
        return body.put(TAIL).array();
    }
}
