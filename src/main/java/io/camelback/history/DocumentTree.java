package io.camelback.history;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.camelback.archive.DocumentJson;
import io.camelback.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The content of a leaf revision as a tree to be compared: without what every edit changes, and exact, see {@link Verbatim}. Its size and
 * depth are bounded, since comparing takes the square of a list's length, and stack for every level.
 */
final class DocumentTree {

    static final int LONGEST_LIST = 2_000;
    static final int DEEPEST = 100;

    private static final Set<String> OF_EVERY_EDIT = Set.of("_rev", "_revisions");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final byte[] document;
    private final JsonParser json;

    private DocumentTree(byte[] document, JsonParser json) {
        this.document = document;
        this.json = json;
    }

    /**
     * @param document JSON text
     * @param id for the message of a failure
     */
    static JsonNode of(byte[] document, String id) {
        try (JsonParser json = DocumentJson.FACTORY.createParser(document)) {
            json.nextToken();
            return new DocumentTree(document, json).value(0);
        } catch (IOException e) {
            throw Failure.damaged("document " + id + " in the archive is not JSON").cause(e);
        }
    }

    private JsonNode value(int depth) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> depth == DEEPEST ? skipped() : object(depth);
            case START_ARRAY -> depth == DEEPEST ? skipped() : array(depth);
            case VALUE_STRING -> TextNode.valueOf(json.getText());
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> NullNode.instance;
            default -> new Verbatim(json.getText());
        };
    }

    /** An object that has a name twice can't be told by a tree, which would keep one of the two. */
    private JsonNode object(int depth) throws IOException {
        JsonLocation start = json.currentTokenLocation();
        ObjectNode object = NODES.objectNode();
        boolean twice = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (depth == 0 && OF_EVERY_EDIT.contains(name)) {
                json.skipChildren();
            } else {
                twice |= object.replace(name, value(depth + 1)) != null;
            }
        }
        return twice ? from(start) : object;
    }

    private JsonNode array(int depth) throws IOException {
        JsonLocation start = json.currentTokenLocation();
        ArrayNode array = NODES.arrayNode();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (array.size() <= LONGEST_LIST) {
                array.add(value(depth + 1));
            } else {
                json.skipChildren();
            }
        }
        return array.size() > LONGEST_LIST ? from(start) : array;
    }

    private JsonNode skipped() throws IOException {
        JsonLocation start = json.currentTokenLocation();
        json.skipChildren();
        return from(start);
    }

    /** The text from there up to where the parser is now. */
    private JsonNode from(JsonLocation start) {
        int from = (int) start.getByteOffset();
        return new Verbatim(new String(document, from, (int) json.currentLocation().getByteOffset() - from, StandardCharsets.UTF_8));
    }
}
