package io.camelback.cleanup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.archive.Attachment;
import io.camelback.destination.Destination;
import io.camelback.destination.StoredObject;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Since when attachments are known to be unused. It is kept beside them, so that a cleanup on any machine finds it. */
final class UnusedNote {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Instant> since = new TreeMap<>();
    private boolean pending;

    static String key(String task) {
        return Attachment.folder(task) + "unused.json";
    }

    /** Empty when there is none, or none that can be read: then everything is found anew, and goes that much later. */
    static UnusedNote read(Destination destination, String task) {
        Optional<StoredObject> object = destination.list(key(task)).stream().filter(it -> it.key().equals(key(task))).findFirst();
        UnusedNote note = new UnusedNote();
        try {
            object.ifPresent(it -> note.parse(destination.read(it.key(), 0, Math.toIntExact(it.size()))));
        } catch (Failure e) {
            if (e.reason() != Reason.DAMAGED) {
                throw e;
            }
        }
        return note;
    }

    private void parse(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            pending = json.path("pending").asBoolean();
            for (Map.Entry<String, JsonNode> field : json.path("since").properties()) {
                since.put(field.getKey(), Instant.parse(field.getValue().asText()));
            }
        } catch (IOException | DateTimeException e) {
            since.clear();
        }
    }

    byte[] bytes() {
        ObjectNode json = JSON.createObjectNode().put("format", 1);
        if (pending) {
            json.put("pending", true);
        }
        ObjectNode object = json.putObject("since");
        since.forEach((name, instant) -> object.put(name, instant.toString()));
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Instant> since(String name) {
        return Optional.ofNullable(since.get(name));
    }

    void add(String name, Instant instant) {
        since.put(name, instant);
    }

    void remove(String name) {
        since.remove(name);
    }

    /** The same, and that archives are about to be removed: nobody has looked since which attachments these leave. */
    UnusedNote asPending() {
        UnusedNote note = new UnusedNote();
        note.since.putAll(since);
        note.pending = true;
        return note;
    }

    /** Whether there is nothing to be noted. */
    boolean isEmpty() {
        return since.isEmpty() && !pending;
    }

    int size() {
        return since.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnusedNote note && since.equals(note.since) && pending == note.pending;
    }

    @Override
    public int hashCode() {
        return since.hashCode();
    }
}
