package io.camelback.couchdb;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.archive.Batch;
import io.camelback.archive.BatchWriter;
import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.couchdb.CouchRequest.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The {@code _local} documents of a database: no feed tells of them, so they are read all, and written one by one. */
public final class LocalDocuments {

    private static final int PAGE = 100;
    private static final String ROWS = "rows";

    private final CouchDb couch;

    public LocalDocuments(CouchDb couch) {
        this.couch = couch;
    }

    /**
     * Writes them into a batch, by their ids.
     *
     * @param wanted by ids, which begin with {@code _local/}
     * @return empty, and no file, if there are none
     */
    public Optional<Batch> read(Predicate<String> wanted, Path file) {
        List<byte[]> ids = couch.send(CouchRequest.get("/_local_docs", Map.of(), answer -> ids(answer, wanted)));
        try (BatchWriter writer = new BatchWriter(file)) {
            for (int from = 0; from < ids.size(); from += PAGE) {
                page(ids.subList(from, Math.min(ids.size(), from + PAGE))).forEach(writer::add);
            }
            return writer.documents() == 0 ? Optional.empty() : Optional.of(writer.finish());
        }
    }

    private static List<byte[]> ids(Answer answer, Predicate<String> wanted) throws IOException {
        List<byte[]> ids = new ArrayList<>();
        JsonArrayCutter rows = new JsonArrayCutter(answer.body(), Integer.MAX_VALUE / 2, () -> { });
        rows.enter(ROWS);
        while (rows.next()) {
            String id = Json.MAPPER.readTree(rows.buffer(), rows.from(), rows.length()).path("id").asText();
            if (wanted.test(id)) {
                ids.add(DocumentIds.utf8(id));
            }
        }
        rows.finish();
        ids.sort(DocumentIds.ORDER);
        return ids;
    }

    /** One that went meanwhile is left out. */
    private List<Entry> page(List<byte[]> ids) {
        ObjectNode keys = Json.MAPPER.createObjectNode();
        ids.forEach(id -> keys.withArray("keys").add(DocumentIds.text(id)));
        return couch.send(CouchRequest.post("/_local_docs", Map.of("include_docs", "true"), () -> Database.bytes(keys), answer -> {
            List<Entry> entries = new ArrayList<>();
            JsonArrayCutter rows = new JsonArrayCutter(answer.body(), Integer.MAX_VALUE / 2, () -> { });
            rows.enter(ROWS);
            while (rows.next()) {
                document(Arrays.copyOfRange(rows.buffer(), rows.from(), rows.from() + rows.length())).ifPresent(entries::add);
            }
            rows.finish();
            return entries;
        }));
    }

    /** The document of a row, byte for byte. */
    private static Optional<Entry> document(byte[] row) throws IOException {
        try (JsonParser json = Json.FACTORY.createParser(row)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isDocument = json.currentName().equals("doc");
                if (json.nextToken() == JsonToken.START_OBJECT && isDocument) {
                    int from = (int) json.currentTokenLocation().getByteOffset();
                    json.skipChildren();
                    byte[] document = Arrays.copyOfRange(row, from, (int) json.currentLocation().getByteOffset());
                    return Optional.of(Entry.parse(line(document)));
                }
                json.skipChildren();
            }
            return Optional.empty();
        }
    }

    private static byte[] line(byte[] document) {
        byte[] line = new byte[document.length + 2];
        line[0] = '[';
        System.arraycopy(document, 0, line, 1, document.length);
        line[line.length - 1] = ']';
        return line;
    }

    /** Writes one over what is there. Empty, or why the database doesn't take it. */
    public Optional<String> write(Entry document) {
        byte[] body = Leaf.winner(document).after(Optional.empty());
        return couch.send(CouchRequest.put("/_local/" + DatabaseUrl.encode(document.idText().substring("_local/".length())), body,
                DocumentWriter::refusal).expecting(400, 403, 409, 413));
    }
}
