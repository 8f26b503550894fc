package io.camelback.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The database of the demo, and what happens to it between two backups. */
final class World {

    static final String DATABASE = "world";

    private static final String FIRST = "11111111111111111111111111111111";

    private final CouchClient couch;
    private final Path demo;
    private final List<ObjectNode> documents = new ArrayList<>();

    World(CouchClient couch, Path demo) {
        this.couch = couch;
        this.demo = demo;
    }

    Map<String, Map<String, JsonNode>> leaves(String database) {
        return couch.leaves(database);
    }

    /** A design document, countries, places, and a document with an attachment. */
    void load(int places) throws IOException {
        couch.put("/" + DATABASE, null);
        documents.addAll(SampleData.countries(demo));
        documents.addAll(SampleData.places(demo, places));
        ObjectNode design = CouchClient.object().put("_id", "_design/world");
        design.putObject("views").putObject("by_country").put("map", "function (doc) { emit(doc.country, null); }");
        documents.add(design);
        ObjectNode readme = CouchClient.object().put("_id", "about").put("source", "GeoNames; world-countries");
        readme.putObject("_attachments").putObject("hello.txt").put("content_type", "text/plain").put("data", "SGVsbG8sIHdvcmxkIQ==");
        documents.add(readme);
        ArrayNode answers = couch.bulkDocs(DATABASE, documents);
        for (int i = 0; i < documents.size(); i++) {
            documents.get(i).put("_rev", answers.get(i).path("rev").asText());
        }
    }

    /** One document in forty changes, one in eighty goes, some come, and some get conflicts. */
    void edit() {
        List<ObjectNode> edits = new ArrayList<>();
        List<ObjectNode> again = new ArrayList<>();
        for (int i = 0; i < documents.size() - 2; i++) {
            ObjectNode document = documents.get(i);
            if (i % 40 == 0) {
                edits.add(document.deepCopy().put("visited", true).put("note", "naïve café 日本 🐫 " + i));
            } else if (i % 80 == 1) {
                edits.add(tombstone(document));
                if (i % 400 == 1) {
                    again.add(CouchClient.object().put("_id", document.path("_id").asText()).put("again", i));
                }
            }
        }
        for (int i = 0; i < 200; i++) {
            edits.add(CouchClient.object().put("_id", "new/" + i + " + 100% \"quoted\"").put("number", i));
        }
        couch.bulkDocs(DATABASE, edits);
        couch.bulkDocs(DATABASE, again);
        couch.bulkDocsAsIs(DATABASE, conflicts());
    }

    private static ObjectNode tombstone(ObjectNode document) {
        return CouchClient.object().put("_id", document.path("_id").asText()).put("_rev", document.path("_rev").asText())
                .put("_deleted", true);
    }

    /** Three ways each, one of them deleted. */
    private static List<ObjectNode> conflicts() {
        List<ObjectNode> leaves = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            for (String branch : List.of("a", "b", "c")) {
                String second = branch.repeat(32);
                ObjectNode leaf = CouchClient.object().put("_id", "conflict:" + i).put("_rev", "2-" + second).put("side", branch);
                leaf.putObject("_revisions").put("start", 2).putArray("ids").add(second).add(FIRST);
                if (branch.equals("c")) {
                    leaf.put("_deleted", true);
                }
                leaves.add(leaf);
            }
        }
        return leaves;
    }
}
