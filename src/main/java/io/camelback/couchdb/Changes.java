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
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lists which documents changed since a sequence. The ids and the sequence after them come from one and the same complete answer:
 * the same request repeated may hold other rows.
 */
final class Changes {

    private static final long MOST_BYTES_OF_IDS = 64L * 1024 * 1024;
    private static final int SMALLEST_LIMIT = 1_000;
    /** The first listing of a run is no longer than this, so that there is soon something to fetch while the next is made. */
    private static final int FIRST_LIMIT = 50_000;

    /**
     * A complete answer.
     *
     * @param ids decoded, in UTF-8, sorted by their unsigned bytes, none twice
     * @param rows how many rows the answer had
     * @param known how many of them told of documents that need not be fetched, whose ids are not among these
     * @param until the sequence to go on from: opaque, to be compared for equality only
     * @param pending how many changes are left after it
     */
    record Listing(List<byte[]> ids, long rows, long known, String until, long pending) {
    }

    private final CouchDb couch;
    private int most;
    private int limit;

    /** @param most how many rows a listing has, at the most */
    Changes(CouchDb couch, int most) {
        this.couch = couch;
        this.most = most;
        this.limit = Math.min(most, FIRST_LIMIT);
    }

    /**
     * The next rows after a sequence: as many as the limit, or fewer. An answer that never arrives whole, or whose ids would not
     * fit into memory, is asked for with a smaller limit from then on.
     */
    Listing after(String since) {
        return after(since, Optional.empty());
    }

    /**
     * The same without what is known already.
     *
     * @param known asked row by row, and anew in each attempt; of a document that has several rows, one that isn't known suffices
     */
    Listing after(String since, Optional<Known> known) {
        while (true) {
            try {
                Listing listing = couch.send(request(since, known));
                if (listing != null) {
                    limit = most;
                    return listing;
                }
            } catch (Failure e) {
                if (!e.isRetryable() || limit <= SMALLEST_LIMIT) {
                    throw e;
                }
            }
            limit = Math.max(1, limit / 2);
            most = limit;
        }
    }

    /** Rows tell of all leaf revisions when somebody asks for these. */
    private CouchRequest<Listing> request(String since, Optional<Known> known) {
        String rows = String.valueOf(limit);
        Map<String, String> query = new TreeMap<>(Map.of("since", since, "limit", rows, "seq_interval", rows));
        known.ifPresent(it -> query.put("style", "all_docs"));
        return CouchRequest.get("/_changes", query, answer -> read(answer, known));
    }

    /** Null when the ids are too many to be held. */
    private static Listing read(Answer answer, Optional<Known> known) throws IOException {
        Rows rows = new Rows(known);
        String until = null;
        long pending = -1;
        try (JsonParser json = Json.FACTORY.createParser(answer.body())) {
            start(JsonToken.START_OBJECT, json.nextToken());
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "results" -> {
                        if (!rows.read(json, value)) {
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
        return new Listing(sorted(rows.ids), rows.count, rows.count - rows.ids.size(), until, pending);
    }

    /** The rows of one answer, of which the ids are kept. */
    private static final class Rows {

        private final Optional<Known> known;
        private final List<byte[]> ids = new ArrayList<>();
        private final List<String> leaves = new ArrayList<>();
        private long count;

        Rows(Optional<Known> known) {
            this.known = known;
        }

        /** False when the ids are too many. */
        boolean read(JsonParser json, JsonToken token) throws IOException {
            start(JsonToken.START_ARRAY, token);
            long bytes = 0;
            while (json.nextToken() == JsonToken.START_OBJECT) {
                byte[] id = row(json);
                count++;
                if (known.isEmpty() || !known.get().is(id, leaves)) {
                    bytes += id.length;
                    if (bytes > MOST_BYTES_OF_IDS) {
                        return false;
                    }
                    ids.add(id);
                }
            }
            start(JsonToken.END_ARRAY, json.currentToken());
            return true;
        }

        private byte[] row(JsonParser json) throws IOException {
            byte[] id = null;
            leaves.clear();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("id") && value == JsonToken.VALUE_STRING) {
                    id = DocumentIds.utf8(json.getText());
                } else if (name.equals("changes") && value == JsonToken.START_ARRAY && known.isPresent()) {
                    revisions(json);
                } else {
                    json.skipChildren();
                }
            }
            if (id == null) {
                throw new IOException("a row of it has no id");
            }
            return id;
        }

        private void revisions(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    boolean isRevision = json.currentName().equals("rev");
                    JsonToken value = json.nextToken();
                    if (isRevision && value == JsonToken.VALUE_STRING) {
                        leaves.add(json.getText());
                    } else {
                        json.skipChildren();
                    }
                }
            }
            start(JsonToken.END_ARRAY, json.currentToken());
        }
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
