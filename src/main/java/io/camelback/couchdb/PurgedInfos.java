package io.camelback.couchdb;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.camelback.archive.DocumentIds;
import io.camelback.archive.Sha256;
import io.camelback.couchdb.CouchRequest.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code _purged_infos} answers: which documents were purged, with which revisions. The server need not remember more purges than
 * the database's {@code _purged_infos_limit} says, 1,000 if nobody changed it: compaction forgets the rest.
 *
 * @param ids decoded, in UTF-8, in the order of the answer
 * @param sha256 of all that the answer says, by which two of them are compared: lower-case hex
 */
public record PurgedInfos(List<byte[]> ids, String sha256) {

    /** Servers without this answer one of these, and those that have it when the user may not read it. */
    private static final Integer[] NOT_TOLD = {400, 401, 403, 404, 405, 501};

    static Optional<PurgedInfos> of(CouchDb couch) {
        return couch.send(CouchRequest.get("/_purged_infos", Map.of(),
                answer -> answer.status() == 200 ? Optional.of(read(answer)) : Optional.<PurgedInfos>empty()).expecting(NOT_TOLD));
    }

    private static PurgedInfos read(Answer answer) throws IOException {
        List<byte[]> ids = new ArrayList<>();
        MessageDigest digest = Sha256.digest();
        try (JsonParser json = Json.FACTORY.createParser(answer.body())) {
            expect(JsonToken.START_OBJECT, json.nextToken());
            expect(JsonToken.FIELD_NAME, json.nextToken());
            if (!json.currentName().equals("purged_infos")) {
                throw new IOException("it has no purged_infos");
            }
            expect(JsonToken.START_ARRAY, json.nextToken());
            while (json.nextToken() == JsonToken.START_OBJECT) {
                ids.add(info(json, digest));
            }
            expect(JsonToken.END_ARRAY, json.currentToken());
            expect(JsonToken.END_OBJECT, json.nextToken());
        }
        return new PurgedInfos(ids, HexFormat.of().formatHex(digest.digest()));
    }

    private static byte[] info(JsonParser json, MessageDigest digest) throws IOException {
        byte[] id = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isId = json.currentName().equals("id");
            JsonToken value = json.nextToken();
            if (isId && value == JsonToken.VALUE_STRING) {
                id = DocumentIds.utf8(json.getText());
            }
            digest(json, digest);
        }
        if (id == null) {
            throw new IOException("an entry of it has no id");
        }
        return id;
    }

    /** The value at hand, whatever it is, and all that is in it. */
    private static void digest(JsonParser json, MessageDigest digest) throws IOException {
        int depth = 0;
        do {
            JsonToken token = json.currentToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            digest.update((byte) token.id());
            digest.update(json.getText().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        } while (depth > 0 && json.nextToken() != null);
    }

    private static void expect(JsonToken wanted, JsonToken token) throws IOException {
        if (token != wanted) {
            throw new IOException("unexpected " + token);
        }
    }
}
