package io.camelback.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.destination.Destination;
import io.camelback.destination.StoredObject;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the last verify of a task found on one destination. It is kept there, so that a process on any machine knows. An object that is on the
 * list may have been replaced since: who relies on it looks again.
 *
 * @param at when it was verified; empty if it never was, as far as can be told
 * @param sample how much of the archives was read, such as {@code 5%}; empty for everything
 * @param point the newest restore point of which everything was read here and found intact, by this verify or one before it
 * @param damaged by their keys, each once: what is damaged or missing
 */
public record VerifiedNote(Optional<Instant> at, Optional<String> sample, Optional<Instant> point, List<Damaged> damaged) {

    /** What a destination has of which nothing was noted, or nothing that can be read. */
    public static final VerifiedNote NONE = new VerifiedNote(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param key of the object at the destination, in full
     * @param reason what is wrong with it, for people
     */
    public record Damaged(String key, String reason) {
    }

    public VerifiedNote {
        damaged = List.copyOf(damaged);
    }

    /** No database has a name with a dot in it, so that it is nothing else of a whole server's task either. */
    public static String key(String task) {
        return task + "/verified.json";
    }

    /**
     * {@link #NONE} when there is none, or none that can be read: what is damaged is found again by the next verify.
     *
     * @throws Failure when the destination can't be read
     */
    public static VerifiedNote read(Destination destination, String task) {
        Optional<StoredObject> object = destination.list(key(task)).stream().filter(it -> it.key().equals(key(task))).findFirst();
        try {
            return object.map(it -> parse(destination.read(it.key(), 0, Math.toIntExact(it.size())))).orElse(NONE);
        } catch (Failure e) {
            if (e.reason() == Reason.MISSING || e.reason() == Reason.DAMAGED) {
                return NONE;
            }
            throw e;
        }
    }

    private static VerifiedNote parse(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            return json.path("format").asInt() == FORMAT && json.path("at").isTextual() ? of(json) : NONE;
        } catch (IOException | DateTimeException e) {
            return NONE;
        }
    }

    private static VerifiedNote of(JsonNode json) {
        List<Damaged> damaged = new ArrayList<>();
        for (JsonNode object : json.path("damaged")) {
            damaged.add(new Damaged(object.path("key").asText(), object.path("reason").asText()));
        }
        return new VerifiedNote(text(json, "at").map(Instant::parse), text(json, "sample"), text(json, "point").map(Instant::parse), damaged);
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.of(json.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    /** What is stored under {@link #key}. */
    public byte[] bytes() {
        ObjectNode json = JSON.createObjectNode().put("format", FORMAT);
        json.put("at", at.map(Instant::toString).orElse(null));
        json.put("sample", sample.orElse(null));
        json.put("point", point.map(Instant::toString).orElse(null));
        ArrayNode objects = json.putArray("damaged");
        damaged.forEach(it -> objects.addObject().put("key", it.key()).put("reason", it.reason()));
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, but these objects were found intact since. */
    public VerifiedNote without(Collection<String> keys) {
        return new VerifiedNote(at, sample, point, damaged.stream().filter(it -> !keys.contains(it.key())).toList());
    }
}
