package io.camelback.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Works on a database all the time, one document after the other, by a seed: edits, deletions, re-creations, conflicts, attachments. It
 * remembers every state that each document had, numbered by the edits.
 */
final class Editor implements AutoCloseable {

    private static final int DOCUMENTS = 240;
    private static final int MILLIS_BETWEEN = 100;
    /** Larger than {@code attachmentLimit}, so that it is an object of its own. */
    private static final int ATTACHMENT = 2_000;
    /** Conflicts stay for ever, resolved or not: with ever more of them nothing would take as long as it did before. */
    private static final int LEAVES = 4;

    private final CouchClient couch;
    private final String database;
    private final Random random;
    private final Map<String, NavigableMap<Integer, Map<String, JsonNode>>> states = new TreeMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> work;
    private int edits;

    Editor(CouchClient couch, String database, long seed) {
        this.couch = couch;
        this.database = database;
        this.random = new Random(seed);
        List<ObjectNode> first = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            first.add(content(id(i)));
        }
        couch.bulkDocs(database, first);
        couch.leaves(database).forEach(this::remember);
        work = thread.scheduleWithFixedDelay(this::edit, 0, MILLIS_BETWEEN, TimeUnit.MILLISECONDS);
    }

    /** How many edits there were: all of them, and none is under way. */
    synchronized int now() {
        if (work.isDone()) {
            throw new IllegalStateException("the editing has ended");
        }
        return edits;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /**
     * A line for each document that isn't as it was at a moment between two.
     *
     * @param from as many edits had been made at the first of these, {@code to} at the second
     * @param wholly whether attachments are there with their data
     */
    synchronized List<String> wrong(String what, int from, int to, Map<String, Map<String, JsonNode>> found, boolean wholly) {
        List<String> wrong = new ArrayList<>();
        TreeSet<String> ids = new TreeSet<>(states.keySet());
        ids.addAll(found.keySet());
        for (String id : ids) {
            if (possible(id, from, to).stream().noneMatch(it -> same(it, Optional.ofNullable(found.get(id)), wholly))) {
                wrong.add(what + ": " + id + " is " + found.get(id) + ", and was between edits " + from + " and " + to + " " + possible(id, from, to));
            }
        }
        return wrong;
    }

    private Collection<Optional<Map<String, JsonNode>>> possible(String id, int from, int to) {
        NavigableMap<Integer, Map<String, JsonNode>> all = states.getOrDefault(id, new TreeMap<>());
        List<Optional<Map<String, JsonNode>>> possible = new ArrayList<>();
        possible.add(Optional.ofNullable(all.floorEntry(from)).map(Map.Entry::getValue));
        all.subMap(from, false, to, true).values().forEach(it -> possible.add(Optional.of(it)));
        return possible;
    }

    private static boolean same(Optional<Map<String, JsonNode>> was, Optional<Map<String, JsonNode>> is, boolean wholly) {
        return was.equals(is) || !wholly && was.map(Editor::withoutData).equals(is.map(Editor::withoutData));
    }

    /** An attachment is told by its digest. */
    private static Map<String, JsonNode> withoutData(Map<String, JsonNode> leaves) {
        Map<String, JsonNode> plain = new HashMap<>();
        leaves.forEach((revision, leaf) -> {
            ObjectNode copy = leaf.deepCopy();
            copy.path("_attachments").forEach(it -> ((ObjectNode) it).retain("digest", "content_type", "revpos"));
            plain.put(revision, copy);
        });
        return plain;
    }

    private synchronized void edit() {
        String id = id(random.nextInt(DOCUMENTS + Math.min(edits / 50, DOCUMENTS)));    // some are new, and the database doesn't grow for ever
        Collection<JsonNode> all = Optional.ofNullable(states.get(id)).map(it -> it.lastEntry().getValue()).orElse(Map.of()).values();
        List<JsonNode> living = all.stream().filter(it -> !it.path("_deleted").asBoolean()).toList();
        ObjectNode content = content(id);
        if (living.isEmpty()) {
            couch.bulkDocs(database, List.of(content));
        } else {
            JsonNode leaf = living.get(random.nextInt(living.size()));
            String revision = leaf.path("_rev").asText();
            int kind = random.nextInt(10);
            switch (kind == 2 && all.size() >= LEAVES ? 1 : kind) {
                case 0, 1 -> couch.bulkDocs(database, List.of(CouchClient.object().put("_id", id).put("_rev", revision).put("_deleted", true)));
                case 2 -> couch.bulkDocsAsIs(database, List.of(sibling(content, leaf)));
                default -> couch.bulkDocs(database, List.of(content.put("_rev", revision)));
            }
        }
        remember(id, leaves(id));
    }

    private static String id(int number) {
        return "document-" + number;
    }

    private void remember(String id, Map<String, JsonNode> leaves) {
        edits++;
        states.computeIfAbsent(id, it -> new TreeMap<>()).put(edits, leaves);
    }

    private Map<String, JsonNode> leaves(String id) {
        ObjectNode request = CouchClient.object();
        request.putArray("docs").addObject().put("id", id);
        Map<String, JsonNode> leaves = new HashMap<>();
        for (JsonNode document : couch.post("/" + database + "/_bulk_get?revs=true&attachments=true", request).at("/results/0/docs")) {
            leaves.put(document.at("/ok/_rev").asText(), document.path("ok"));
        }
        return leaves;
    }

    private ObjectNode content(String id) {
        ObjectNode content = CouchClient.object().put("_id", id).put("value", random.nextInt()).put("text", "x".repeat(random.nextInt(200)));
        if (random.nextInt(12) == 0) {
            byte[] data = new byte[ATTACHMENT];
            random.nextBytes(data);
            content.putObject("_attachments").putObject("data.bin").put("content_type", "application/octet-stream")
                    .put("data", Base64.getEncoder().encodeToString(data));
        }
        return content;
    }

    /** Another child of the parent of a leaf, as replication from elsewhere would bring it. */
    private ObjectNode sibling(ObjectNode content, JsonNode leaf) {
        JsonNode revisions = leaf.path("_revisions");
        content.remove("_attachments");
        ObjectNode history = content.putObject("_revisions").put("start", revisions.path("start").asInt());
        history.putArray("ids").addAll((ArrayNode) revisions.path("ids")).set(0, String.format("%032x", random.nextLong()));
        return content.put("_rev", revisions.path("start").asInt() + "-" + history.at("/ids/0").asText());
    }
}
