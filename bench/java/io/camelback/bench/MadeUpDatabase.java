package io.camelback.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes, changes and drops databases whose names begin with {@code bench-}, on the server of the environment. */
final class MadeUpDatabase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DOCUMENTS_PER_REQUEST = 1_000;
    private static final int WRITERS = 4;
    /** With so many at the least, a document has 1 KB. */
    private static final int WORDS = 45;

    private final CouchServer server = CouchServer.ofEnvironment();
    private final String name;

    MadeUpDatabase(String name) {
        if (!name.startsWith("bench-")) {
            throw new IllegalArgumentException(name + " is no database of the benchmark");
        }
        this.name = name;
    }

    /** Arguments: what is to be done, the database, and numbers. */
    public static void main(String[] args) throws IOException {
        MadeUpDatabase database = new MadeUpDatabase(args[1]);
        switch (args[0]) {
            case "make" -> database.make(Integer.parseInt(args[2]));
            case "keep" -> database.keep(Integer.parseInt(args[2]));
            case "change" -> database.change(Integer.parseInt(args[2]), Math.max(1, Integer.parseInt(args[3])), Integer.parseInt(args[4]));
            case "empty" -> database.empty();
            case "check" -> database.check(Integer.parseInt(args[2]));
            case "drop" -> database.drop();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private void keep(int documents) throws IOException {
        if (!exists() || count() != documents) {
            make(documents);
        }
    }

    void make(int documents) throws IOException {
        empty();
        try (Workers<byte[]> writers = new Workers<>(WRITERS, WRITERS, this::write)) {
            for (int from = 0; from < documents; from += DOCUMENTS_PER_REQUEST) {
                MadeUpDocument document = new MadeUpDocument(from);
                writers.add(body(IntStream.range(from, Math.min(documents, from + DOCUMENTS_PER_REQUEST))
                        .mapToObj(it -> "{\"_id\":\"" + id(it) + "\"," + document.members(WORDS) + "}").toList()));
            }
        }
        compact();
        check(documents);
    }

    /** The same number draws the same documents, and gives them the same content. */
    void change(int documents, int count, int number) throws IOException {
        List<String> ids = new Random(number).ints(0, documents).distinct().limit(count).mapToObj(MadeUpDatabase::id).toList();
        MadeUpDocument document = new MadeUpDocument(-number);
        for (int from = 0; from < count; from += DOCUMENTS_PER_REQUEST) {
            List<String> changed = new ArrayList<>();
            for (JsonNode row : rows(ids.subList(from, Math.min(count, from + DOCUMENTS_PER_REQUEST)))) {
                changed.add("{\"_id\":\"" + row.path("id").asText() + "\",\"_rev\":\"" + row.path("value").path("rev").asText() + "\","
                        + document.members(WORDS) + "}");
            }
            write(body(changed));
        }
    }

    private JsonNode rows(List<String> ids) throws IOException {
        ArrayNode keys = JSON.createArrayNode();
        ids.forEach(keys::add);
        byte[] request = JSON.writeValueAsBytes(JSON.createObjectNode().set("keys", keys));
        return JSON.readTree(server.send("POST", name + "/_all_docs", request)).path("rows");
    }

    private void empty() throws IOException {
        drop();
        server.send("PUT", name, new byte[0]);
    }

    void drop() throws IOException {
        if (exists()) {
            server.send("DELETE", name, null);
        }
    }

    private void check(int documents) throws IOException {
        if (count() != documents) {
            throw new IOException(name + " has " + count() + " documents, and not " + documents);
        }
    }

    private long count() throws IOException {
        return information().path("doc_count").asLong();
    }

    private boolean exists() throws IOException {
        for (JsonNode each : JSON.readTree(server.send("GET", "_all_dbs", null))) {
            if (each.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode information() throws IOException {
        return JSON.readTree(server.send("GET", name, null));
    }

    /** So that the server doesn't do it of itself while something is measured. */
    private void compact() throws IOException {
        server.send("POST", name + "/_compact", new byte[0]);
        while (information().path("compact_running").asBoolean()) {
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void write(byte[] documents) throws IOException {
        for (JsonNode row : JSON.readTree(server.send("POST", name + "/_bulk_docs", documents))) {
            if (row.has("error")) {
                throw new IOException(name + " refused a document: " + row);
            }
        }
    }

    private static byte[] body(List<String> documents) {
        return documents.stream().collect(Collectors.joining(",", "{\"docs\":[", "]}")).getBytes(StandardCharsets.UTF_8);
    }

    /** Half of the ids are in the order in which documents are made, as counted ones are; half fall anywhere. */
    private static String id(int number) {
        if (number % 2 == 0) {
            return String.format(Locale.ROOT, "order:%010d", number);
        }
        Random random = new Random(number);
        return String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong());
    }
}
