package io.camelback.verify;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelback.archive.DocumentJson;
import io.camelback.archive.Entry;
import io.camelback.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * What a leaf revision is to be compared by: its text, byte for byte. But the descriptions of its attachments are no document's text, they are
 * made by the server for each answer, and the order in which it tells of an attachment what there is to tell has no meaning.
 *
 * @param text all bytes before and after the descriptions, each as a character
 * @param attachments their descriptions, with the data of those that have it; null if there are none
 */
record LeafContent(String text, JsonNode attachments) {

    private static final ObjectMapper JSON = new ObjectMapper(DocumentJson.FACTORY);

    /** Of all leaves. Their order has no meaning either. */
    static Set<LeafContent> of(Entry entry) {
        Set<LeafContent> all = new HashSet<>();
        entry.leaves().forEach(it -> all.add(of(it, entry)));
        return all;
    }

    private static LeafContent of(byte[] leaf, Entry entry) {
        String text = new String(leaf, StandardCharsets.ISO_8859_1);
        if (!entry.hasAttachments()) {
            return new LeafContent(text, null);
        }
        try (JsonParser json = DocumentJson.FACTORY.createParser(leaf)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = json.currentName().equals("_attachments");
                json.nextToken();
                int from = (int) json.currentTokenLocation().getByteOffset();
                json.skipChildren();
                if (found) {
                    int to = (int) json.currentLocation().getByteOffset();
                    return new LeafContent(text.substring(0, from) + text.substring(to), JSON.readTree(leaf, from, to - from));
                }
            }
            return new LeafContent(text, null);
        } catch (IOException e) {
            throw Failure.damaged("document " + entry.idText() + " is no JSON").cause(e);
        }
    }
}
