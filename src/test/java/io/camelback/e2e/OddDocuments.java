package io.camelback.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import java.util.ArrayList;
import java.util.List;

/** Documents of every kind that a CouchDB holds and that backups have been seen to lose. */
final class OddDocuments {

    private static final String ROOT = "0".repeat(32);

    private OddDocuments() {
    }

    static List<String> ids() {
        return List.of("with/slash", "with+plus", "with%25percent", "with%2Fencoded slash", "with \"quotes\" and 'quotes'", "with spaces ",
                "x".repeat(4000), "emoji 🐫 and 𝒳", "\uFF5Efullwidth", "é composed", "e\u0301 decomposed", "with&amp=and?question#hash",
                "with\\backslash", "with,comma;semicolon", "日本語", "{\"json\":true}", "${simple} {{placeholder}}", "0", "~");
    }

    /** One document for each odd id, and some design documents. */
    static List<ObjectNode> plain() {
        List<ObjectNode> documents = new ArrayList<>();
        for (String id : ids()) {
            documents.add(CouchClient.object().put("_id", id).put("text", "naïve \u2028 \"" + id.length()).put("", "empty key")
                    .put("number", 12.5));
        }
        for (String name : List.of("plain", "with space", "ünïcode")) {
            ObjectNode design = CouchClient.object().put("_id", "_design/" + name);
            design.putObject("views").putObject("all").put("map", "function (doc) { emit(doc._id, null); }");
            documents.add(design);
        }
        return documents;
    }

    /** Three living leaves, two leaves and a tombstone, tombstones only, a tombstone with a body. */
    static List<ObjectNode> conflicts() {
        List<ObjectNode> leaves = new ArrayList<>();
        for (String branch : List.of("a", "b", "c")) {
            leaves.add(leaf("three-way", branch));
            ObjectNode two = leaf("deleted conflict", branch);
            ObjectNode gone = leaf("all deleted", branch).put("_deleted", true);
            leaves.add(branch.equals("c") ? two.put("_deleted", true) : two);
            leaves.add(gone);
        }
        leaves.add(leaf("tombstone with a body", "d").put("_deleted", true).put("why", "because"));
        return leaves;
    }

    private static ObjectNode leaf(String id, String branch) {
        String second = branch.repeat(32);
        ObjectNode leaf = CouchClient.object().put("_id", id).put("_rev", "2-" + second).put("side", branch);
        leaf.putObject("_revisions").put("start", 2).putArray("ids").add(second).add(ROOT);
        return leaf;
    }

    /** A document with more edits behind it than the server remembers. */
    static void longHistory(CouchClient couch, String database, String id, int edits) {
        ObjectNode document = CouchClient.object().put("_id", id);
        for (int i = 0; i < edits; i++) {
            document.put("edit", i);
            document.put("_rev", couch.bulkDocs(database, List.of(document)).get(0).path("rev").asText());
        }
    }
}
