package io.camelback.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.failure.Failure;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The fields of one JSON object of a manifest, taken out one by one; those that nobody asked for remain. Says what is wrong with
 * a field by its path, as in {@code segments[0].batches[1].size}.
 */
final class Fields {

    private final String where;
    private final String path;
    private final Map<String, JsonNode> remaining = new LinkedHashMap<>();

    private Fields(String where, String path, JsonNode object) {
        this.where = where;
        this.path = path;
        object.properties().forEach(field -> remaining.put(field.getKey(), field.getValue()));
    }

    /** @param where the manifest, as failures name it */
    static Fields of(ObjectNode manifest, String where) {
        return new Fields(where, "", manifest);
    }

    String text(String name) {
        JsonNode value = take(name);
        return value.isTextual() ? value.textValue() : refuse(name, "is no text");
    }

    String textOrNull(String name) {
        JsonNode value = take(name);
        return value.isTextual() || value.isNull() ? value.textValue() : refuse(name, "is neither text nor null");
    }

    /** Null if there is no such field. */
    String optionalText(String name) {
        return remaining.containsKey(name) ? text(name) : null;
    }

    /** A whole number that is not negative. */
    long number(String name) {
        JsonNode value = take(name);
        return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0 ? value.longValue()
                : refuse(name, "is no whole number from 0 on");
    }

    Instant instant(String name) {
        String text = text(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return refuse(name, "is no time such as 2026-11-21T02:00:00Z");
        }
    }

    Fields object(String name) {
        JsonNode value = take(name);
        return value.isObject() ? new Fields(where, path(name), value) : refuse(name, "is no object");
    }

    /** Null if there is no such field. */
    Long optionalNumber(String name) {
        return remaining.containsKey(name) ? number(name) : null;
    }

    /** Any JSON; null if there is no such field. */
    JsonNode optional(String name) {
        return remaining.remove(name);
    }

    boolean truth(String name) {
        JsonNode value = take(name);
        return value.isBoolean() ? value.booleanValue() : refuse(name, "is neither true nor false");
    }

    Optional<Fields> optionalObject(String name) {
        return remaining.containsKey(name) ? Optional.of(object(name)) : Optional.empty();
    }

    <T> List<T> objects(String name, Function<Fields, T> item) {
        List<T> items = new ArrayList<>();
        for (JsonNode value : array(name)) {
            String itemPath = path(name) + "[" + items.size() + "]";
            if (!value.isObject()) {
                throw damaged(itemPath + " is no object");
            }
            items.add(item.apply(new Fields(where, itemPath, value)));
        }
        return items;
    }

    List<String> texts(String name) {
        List<String> items = new ArrayList<>();
        for (JsonNode value : array(name)) {
            if (!value.isTextual()) {
                return refuse(name, "holds something that is no text");
            }
            items.add(value.textValue());
        }
        return items;
    }

    /** What was not taken, in the order it was found. */
    Map<String, JsonNode> remaining() {
        return remaining;
    }

    /** Always throws: the object as a whole is not what it should be. */
    <T> T refuse(String why) {
        throw damaged(path.isEmpty() ? why : path + " " + why);
    }

    /** Always throws: a field is not what it should be. */
    <T> T refuse(String name, String why) {
        throw damaged(path(name) + " " + why);
    }

    private JsonNode array(String name) {
        JsonNode value = take(name);
        return value.isArray() ? value : refuse(name, "is no list");
    }

    private JsonNode take(String name) {
        JsonNode value = remaining.remove(name);
        return value != null ? value : refuse(name, "is missing");
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private Failure damaged(String what) {
        return Damage.at(where, what);
    }
}
