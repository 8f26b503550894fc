package io.camelback.couchdb;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelback.archive.Attachment;
import io.camelback.archive.Entry;
import io.camelback.archive.StubbedLeaf;
import io.camelback.couchdb.BulkDocs.Refused;
import io.camelback.couchdb.CouchRequest.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes single documents together with attachments that are files. */
public final class DocumentWriter {

    private final CouchDb couch;
    private final BulkDocs plain;

    public DocumentWriter(CouchDb couch) {
        this.couch = couch;
        this.plain = new BulkDocs(couch);
    }

    /**
     * Writes every leaf revision as it was, with its history ({@code new_edits=false}).
     *
     * @param files where the bytes of each attachment are, as stored
     * @return what was not written
     */
    public List<Refused> write(Entry entry, Function<Attachment, Path> files) {
        List<Refused> refused = new ArrayList<>();
        for (StubbedLeaf leaf : StubbedLeaf.of(entry)) {
            if (leaf.stubs().isEmpty()) {
                refused.addAll(plain.write(List.of(Entry.of(entry.id(), List.of(leaf.bytes()), leaf.deleted()))));
            } else {
                couch.send(put(entry.idText(), Map.of("new_edits", "false"), leaf, files, DocumentWriter::refusal).expecting(400, 403, 412, 413))
                        .ifPresent(why -> refused.add(new Refused(entry.idText(), why)));
            }
        }
        return refused;
    }

    /**
     * Writes a document as an ordinary edit.
     *
     * @param document without {@code _revisions}; with {@code _rev} when it follows a revision that isn't a tombstone
     * @return the new revision; empty on a conflict with an edit made meanwhile
     */
    public Optional<String> edit(String id, StubbedLeaf document, Function<Attachment, Path> files) {
        return couch.send(put(id, Map.of(), document, files, answer -> answer.status() == 409 ? Optional.<String>empty()
                : Optional.of(Json.MAPPER.readTree(answer.body()).path("rev").asText())).expecting(409));
    }

    private static <T> CouchRequest<T> put(String id, Map<String, String> query, StubbedLeaf leaf, Function<Attachment, Path> files,
            CouchRequest.Reader<T> reader) {
        return CouchRequest.put("/" + Database.path(id), query, () -> leaf.stubs().isEmpty() ? CouchRequest.json(leaf.bytes())
                : MultipartDocument.of(leaf, files), reader);
    }

    static Optional<String> refusal(Answer answer) throws IOException {
        if (answer.status() == 201 || answer.status() == 202) {
            return Optional.empty();
        }
        JsonNode json = Json.MAPPER.readTree(answer.body());
        return Optional.of(answer.status() + " " + json.path("error").asText() + ": " + json.path("reason").asText());
    }
}
