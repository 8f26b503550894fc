package io.camelback.couchdb;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.camelback.archive.DocumentIds;
import io.camelback.failure.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One entry of an answer of {@code _bulk_get}: {@code {"id":…,"docs":[{"ok":{…}},{"error":{…}}]}}.
 *
 * @param id the decoded id in UTF-8
 * @param leaves the exact bytes of every leaf revision that came
 * @param deleted whether all of them are tombstones
 * @param attachments how many attachments the leaves have
 * @param stubs those of them of which only a description came
 * @param error what the server says instead of a revision, null if it says nothing
 * @param bytes the size of the entry
 */
record FetchedDocument(byte[] id, List<byte[]> leaves, boolean deleted, int attachments, List<Stub> stubs, String error, int bytes) {

    record Stub(String name, long length) {
    }

    static FetchedDocument parse(byte[] buffer, int from, int length) throws IOException {
        return new Parser(buffer, from, length).entry();
    }

    boolean isMissing() {
        return leaves.isEmpty() && "not_found".equals(error);
    }

    /** What is still to be known of it once an entry was made of its leaves, which may be large. */
    FetchedDocument withoutLeaves() {
        return new FetchedDocument(id, List.of(), deleted, attachments, stubs, error, bytes);
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
            return new FetchedDocument(id, leaves, deleted && !leaves.isEmpty(), attachments, stubs, error, length);
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
