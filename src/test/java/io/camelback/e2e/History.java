package io.camelback.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A small database on which people work: edits, deletions, re-creations, conflicts and their resolution, all of it by a seed. */
final class History {

    private static final int DOCUMENTS = 120;

    private final CouchClient couch;
    private final String database;
    private final Random random;
    private Map<String, Map<String, JsonNode>> state = Map.of();

    History(CouchClient couch, String database, long seed) {
        this.couch = couch;
        this.database = database;
        this.random = new Random(seed);
    }

    /** What the database has now, leaf by leaf. */
    Map<String, Map<String, JsonNode>> state() {
        return state;
    }

    /** Some changes, one at least. */
    void goOn() {
        List<ObjectNode> edits = new ArrayList<>();
        List<ObjectNode> asIs = new ArrayList<>();
        for (int id : random.ints(1 + random.nextInt(6), 0, DOCUMENTS).distinct().toArray()) {
            change("document-" + id, edits, asIs);
        }
        couch.bulkDocs(database, edits);
        if (!asIs.isEmpty()) {
            couch.bulkDocsAsIs(database, asIs);
        }
        Map<String, Map<String, JsonNode>> now = new TreeMap<>();
        couch.leaves(database).forEach((id, leaves) -> now.put(id, leaves.equals(state.get(id)) ? state.get(id) : leaves));
        state = now;
    }

    private void change(String id, List<ObjectNode> edits, List<ObjectNode> asIs) {
        ObjectNode edit = CouchClient.object().put("_id", id).put("value", random.nextInt()).put("text", "x".repeat(random.nextInt(200)));
        List<JsonNode> living = state.getOrDefault(id, Map.of()).values().stream().filter(it -> !it.path("_deleted").asBoolean()).toList();
        if (living.isEmpty()) {
            edits.add(edit);
            return;
        }
        String revision = living.get(random.nextInt(living.size())).path("_rev").asText();
        switch (random.nextInt(10)) {
            case 0, 1 -> edits.add(CouchClient.object().put("_id", id).put("_rev", revision).put("_deleted", true));
            case 2 -> asIs.add(conflict(edit, living.get(0)));
            default -> edits.add(edit.put("_rev", revision));
        }
    }

    /** Another child of the parent of a leaf, as replication from elsewhere would bring it. */
    private ObjectNode conflict(ObjectNode edit, JsonNode leaf) {
        JsonNode revisions = leaf.path("_revisions");
        String own = String.format("%032x", random.nextLong());
        edit.put("_rev", revisions.path("start").asInt() + "-" + own);
        ObjectNode history = edit.putObject("_revisions").put("start", revisions.path("start").asInt());
        history.putArray("ids").add(own);
        for (int i = 1; i < revisions.path("ids").size(); i++) {
            history.withArray("ids").add(revisions.path("ids").path(i).asText());
        }
        return edit;
    }
}
