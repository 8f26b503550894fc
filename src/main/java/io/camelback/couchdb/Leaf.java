package io.camelback.couchdb;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.camelback.archive.DocumentJson;
import io.camelback.archive.Entry;
import io.camelback.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * One leaf revision of a document.
 *
 * @param bytes the document's JSON text, exactly as it was read
 */
public record Leaf(byte[] bytes, String revision, boolean deleted) {

    /** The leaf that CouchDB would show, of a document that is not absent. */
    public static Leaf winner(Entry entry) {
        Leaf winner = null;
        for (byte[] bytes : entry.leaves()) {
            Leaf leaf = parse(bytes, entry.idText());
            if (winner == null || Revisions.wins(leaf.revision, leaf.deleted, winner.revision, winner.deleted)) {
                winner = leaf;
            }
        }
        return winner;
    }

    /** The revisions of all leaves; none of an absent document. */
    public static List<String> revisions(Entry entry) {
        return entry.leaves().stream().map(it -> revision(it, entry)).toList();
    }

    /** Reads no further than to the revision, which CouchDB puts near the beginning. */
    private static String revision(byte[] bytes, Entry entry) {
        try (JsonParser json = DocumentJson.FACTORY.createParser(bytes)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isRevision = json.currentName().equals("_rev");
                json.nextToken();
                if (isRevision) {
                    return json.getText();
                }
                json.skipChildren();
            }
        } catch (IOException e) {
            throw Failure.damaged("document " + entry.idText() + " in the archive is not JSON").cause(e);
        }
        throw Failure.damaged("document " + entry.idText() + " in the archive has no revision");
    }

    private static Leaf parse(byte[] bytes, String id) {
        String revision = null;
        boolean deleted = false;
        try (JsonParser json = DocumentJson.FACTORY.createParser(bytes)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("_rev")) {
                    revision = json.getText();
                } else if (name.equals("_deleted")) {
                    deleted = value == JsonToken.VALUE_TRUE;
                }
                json.skipChildren();
            }
        } catch (IOException e) {
            throw Failure.damaged("document " + id + " in the archive is not JSON").cause(e);
        }
        if (revision == null) {
            throw Failure.damaged("document " + id + " in the archive has no revision");
        }
        return new Leaf(bytes, revision, deleted);
    }

    /** The same document as an edit of a revision: all of its bytes but those of {@code _rev} and {@code _revisions}. */
    public byte[] after(Optional<String> current) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 64);
        out.write('{');
        current.ifPresent(it -> out.writeBytes(("\"_rev\":\"" + it + "\"").getBytes(StandardCharsets.US_ASCII)));
        boolean first = current.isEmpty();
        try (JsonParser json = DocumentJson.FACTORY.createParser(bytes)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                int from = (int) json.currentTokenLocation().getByteOffset();
                json.nextToken();
                json.skipChildren();
                json.finishToken();
                int to = (int) json.currentLocation().getByteOffset();
                if (!name.equals("_rev") && !name.equals("_revisions")) {
                    if (!first) {
                        out.write(',');
                    }
                    first = false;
                    out.write(bytes, from, to - from);
                }
            }
        } catch (IOException e) {
            throw Failure.damaged("a document in the archive is not JSON").cause(e);
        }
        out.write('}');
        return out.toByteArray();
    }
}
