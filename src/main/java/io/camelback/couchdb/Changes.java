package io.camelback.couchdb;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.camelback.archive.DocumentIds;
import io.camelback.couchdb.CouchRequest.Answer;
import io.camelback.failure.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Lists which documents changed since a sequence. The ids and the sequence after them come from one and the same complete answer:
 * the same request repeated may hold other rows.
 */
final class Changes {

    private static final long MOST_BYTES_OF_IDS = 64L * 1024 * 1024;
    private static final int SMALLEST_LIMIT = 1_000;

    /**
     * A complete answer.
     *
     * @param ids decoded, in UTF-8, sorted by their unsigned bytes, none twice
     * @param rows how many rows the answer had
     * @param until the sequence to go on from: opaque, to be compared for equality only
     * @param pending how many changes are left after it
     */
    record Listing(List<byte[]> ids, long rows, String until, long pending) {
    }

    private final CouchDb couch;
    private int limit;

    Changes(CouchDb couch, int limit) {
        this.couch = couch;
        this.limit = limit;
    }

    /**
     * The next rows after a sequence: as many as the limit, or fewer. An answer that never arrives whole, or whose ids would not
     * fit into memory, is asked for with a smaller limit from then on.
     */
    Listing after(String since) {
        while (true) {
            try {
                Listing listing = couch.send(request(since));
                if (listing != null) {
                    return listing;
                }
            } catch (Failure e) {
                if (!e.isRetryable() || limit <= SMALLEST_LIMIT) {
                    throw e;
                }
            }
            limit = Math.max(1, limit / 2);
        }
    }

    private CouchRequest<Listing> request(String since) {
        String rows = String.valueOf(limit);
        return CouchRequest.get("/_changes", Map.of("since", since, "limit", rows, "seq_interval", rows), this::read);
    }

    /** Null when the ids are too many to be held. */
    private Listing read(Answer answer) throws IOException {
        List<byte[]> ids = new ArrayList<>();
        String until = null;
        long pending = -1;
        try (JsonParser json = Json.FACTORY.createParser(answer.body())) {
            start(JsonToken.START_OBJECT, json.nextToken());
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "results" -> {
                        if (!rows(json, value, ids)) {
                            return null;
                        }
                    }
                    case "last_seq" -> until = value == JsonToken.VALUE_STRING || value.isNumeric() ? json.getText() : null;
                    case "pending" -> pending = value == JsonToken.VALUE_NULL ? -1 : json.getLongValue();
                    default -> json.skipChildren();
                }
            }
            start(JsonToken.END_OBJECT, json.currentToken());
        }
        if (until == null || pending < 0) {
            throw new IOException("it has no " + (until == null ? "last_seq" : "pending"));
        }
        return new Listing(sorted(ids), ids.size(), until, pending);
    }

    private static boolean rows(JsonParser json, JsonToken token, List<byte[]> ids) throws IOException {
        start(JsonToken.START_ARRAY, token);
        long bytes = 0;
        while (json.nextToken() == JsonToken.START_OBJECT) {
            byte[] id = row(json);
            bytes += id.length;
            if (bytes > MOST_BYTES_OF_IDS) {
                return false;
            }
            ids.add(id);
        }
        start(JsonToken.END_ARRAY, json.currentToken());
        return true;
    }

    private static byte[] row(JsonParser json) throws IOException {
        byte[] id = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isId = json.currentName().equals("id");
            JsonToken value = json.nextToken();
            if (isId && value == JsonToken.VALUE_STRING) {
                id = DocumentIds.utf8(json.getText());
            } else {
                json.skipChildren();
            }
        }
        if (id == null) {
            throw new IOException("a row of it has no id");
        }
        return id;
    }

    private static List<byte[]> sorted(List<byte[]> ids) {
        byte[][] array = ids.toArray(byte[][]::new);
        Arrays.sort(array, DocumentIds.ORDER);
        int kept = 0;
        for (int i = 0; i < array.length; i++) {
            if (i == 0 || !Arrays.equals(array[i], array[i - 1])) {
                array[kept++] = array[i];
            }
        }
        return Arrays.asList(Arrays.copyOf(array, kept));
    }

    private static void start(JsonToken wanted, JsonToken token) throws IOException {
        if (token != wanted) {
            throw new IOException("unexpected " + token);
        }
    }
}
