package io.camelback.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;

/**
 * A part of a document that is nothing but its text: every number, so that 1.50 isn't 1.5 and no digit is lost, and what is too long or
 * too deep to be taken apart. Two are equal if their texts are.
 */
final class Verbatim extends ValueNode {

    private final String json;

    Verbatim(String json) {
        this.json = json;
    }

    /** To who compares, it is one value: which kind of one makes no difference. */
    @Override
    public JsonToken asToken() {
        return JsonToken.VALUE_NUMBER_FLOAT;
    }

    @Override
    public JsonNodeType getNodeType() {
        return JsonNodeType.POJO;
    }

    @Override
    public String asText() {
        return json;
    }

    @Override
    public void serialize(JsonGenerator out, SerializerProvider provider) throws IOException {
        out.writeRawValue(json);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Verbatim verbatim && json.equals(verbatim.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }
}
