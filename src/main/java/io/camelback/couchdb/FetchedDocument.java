package io.camelback.couchdb;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One entry of an answer of {@code _bulk_get}: {@code {"id":…,"docs":[{"ok":{…}},{"error":{…}}]}}.
 *
 * @param id the decoded id in UTF-8
 * @param whole the document, where it was seen at once to be one with a single leaf revision and no attachments; else null
 * @param leaves the exact bytes of every leaf revision that came
 * @param deleted whether all of them are tombstones
 * @param attachments how many attachments the leaves have
 * @param stubs those of them of which only a description came
 * @param error what the server says instead of a revision, null if it says nothing
 * @param bytes the size of the entry
 */
record FetchedDocument(byte[] id, Entry whole, List<byte[]> leaves, boolean deleted, int attachments, List<Stub> stubs, String error, int bytes) {

    record Stub(String name, long length) {
    }

    private static final byte[] BEGIN = "{\"id\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MIDDLE = "\",\"docs\":[{\"ok\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "}]}".getBytes(StandardCharsets.US_ASCII);

    static FetchedDocument parse(byte[] buffer, int from, int length) throws IOException {
        FetchedDocument ordinary = ordinary(buffer, from, from + length);
        return ordinary != null ? ordinary : new Parser(buffer, from, length).entry();
    }

    /** Nearly all documents are alike in this; several times as fast as by tokens. Null if this one may not be. */
    private static FetchedDocument ordinary(byte[] buffer, int from, int to) {
        int id = from + BEGIN.length;
        if (!stands(BEGIN, buffer, from, to) || !stands(END, buffer, to - END.length, to)) {
            return null;
        }
        int idEnd = id;
        while (idEnd < to && buffer[idEnd] != '"') {
            idEnd++;
        }
        int leaf = idEnd + MIDDLE.length;
        if (!stands(MIDDLE, buffer, idEnd, to) || leaf > to - END.length) {
            return null;
        }
        Entry entry = Entry.ordinary(buffer, leaf, to - END.length).orElse(null);
        return entry == null || entry.hasAttachments() || !Arrays.equals(entry.id(), 0, entry.id().length, buffer, id, idEnd) ? null
                : new FetchedDocument(entry.id(), entry, List.of(), entry.deleted(), 0, List.of(), null, to - from);
    }

    private static boolean stands(byte[] text, byte[] buffer, int from, int to) {
        return to - from >= text.length && Arrays.equals(text, 0, text.length, buffer, from, from + text.length);
    }

    boolean isMissing() {
        return !hasLeaves() && "not_found".equals(error);
    }

    boolean hasLeaves() {
        return whole != null || !leaves.isEmpty();
    }

    @Override
    public List<byte[]> leaves() {
        return whole != null ? whole.leaves() : leaves;
    }

    /**
     * @throws IllegalArgumentException if the leaves are not those of such a document
     * @throws Failure damaged if one is none at all
     */
    Entry entry() {
        return whole != null ? whole : Entry.of(id, leaves, deleted);
    }

    /** What is still to be known of it once an entry was made of its leaves, which may be large. */
    FetchedDocument withoutLeaves() {
        return new FetchedDocument(id, null, List.of(), deleted, attachments, stubs, error, bytes);
    }

    /** Parses the tokens and keeps their positions; the documents are cut out by these. */
    private static final class Parser {

        private final byte[] buffer;
        private final int from;
        private final int length;
        private final JsonParser json;
        private final List<byte[]> leaves = new ArrayList<>();
        private final List<Stub> stubs = new ArrayList<>();
        private byte[] id;
        private int attachments;
        private String error;
        private boolean deleted = true;

        Parser(byte[] buffer, int from, int length) throws IOException {
            this.buffer = buffer;
            this.from = from;
            this.length = length;
            this.json = Json.FACTORY.createParser(buffer, from, length);
        }

        FetchedDocument entry() throws IOException {
            start(JsonToken.START_OBJECT, json.nextToken());
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "id" -> id = id(value);
                    case "docs" -> revisions(value);
                    default -> json.skipChildren();
                }
            }
            if (id == null || json.nextToken() != null) {
                throw new IOException("an entry of the answer is not a document");
            }
            return new FetchedDocument(id, null, leaves, deleted && !leaves.isEmpty(), attachments, stubs, error, length);
        }

        private byte[] id(JsonToken token) throws IOException {
            start(JsonToken.VALUE_STRING, token);
            try {
                return DocumentIds.utf8(json.getText());
            } catch (Failure e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        private void revisions(JsonToken token) throws IOException {
            start(JsonToken.START_ARRAY, token);
            while (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    JsonToken value = json.nextToken();
                    switch (name) {
                        case "ok" -> leaf(value);
                        case "error" -> error();
                        default -> json.skipChildren();
                    }
                }
            }
        }

        private void leaf(JsonToken token) throws IOException {
            start(JsonToken.START_OBJECT, token);
            int begin = (int) json.currentTokenLocation().getByteOffset();
            boolean tombstone = false;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("_deleted")) {
                    tombstone = value == JsonToken.VALUE_TRUE;
                } else if (name.equals("_attachments") && value == JsonToken.START_OBJECT) {
                    attachments();
                } else {
                    json.skipChildren();
                }
            }
            int end = (int) json.currentLocation().getByteOffset();
            leaves.add(Arrays.copyOfRange(buffer, from + begin, from + end));
            deleted &= tombstone;
        }

        private void attachments() throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String attachment = json.currentName();
                start(JsonToken.START_OBJECT, json.nextToken());
                boolean stub = true;
                long size = 0;
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    if (name.equals("length")) {
                        size = json.getLongValue();
                    }
                    stub &= !name.equals("data");
                    json.skipChildren();
                }
                attachments++;
                if (stub) {
                    stubs.add(new Stub(attachment, size));
                }
            }
        }

        private void error() throws IOException {
            String text = "error";
            if (json.currentToken() != JsonToken.START_OBJECT) {
                error = json.getText();
                return;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("error")) {
                    text = json.getText();
                }
                json.skipChildren();
            }
            error = text;
        }

        private static void start(JsonToken wanted, JsonToken token) throws IOException {
            if (token != wanted) {
                throw new IOException("unexpected " + token + " in an entry of the answer");
            }
        }
    }
}
