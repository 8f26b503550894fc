package io.camelback.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A CouchDB seen through a client that shares nothing with Camelback's own: what it reads is what Camelback is measured by. */
public final class CouchClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 1_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String server;
    private final String authorization;

    public CouchClient(String server, String username, String password) {
        this.server = server;
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    public JsonNode get(String path) {
        return send("GET", path, null);
    }

    public JsonNode put(String path, JsonNode body) {
        return send("PUT", path, body);
    }

    public JsonNode post(String path, JsonNode body) {
        return send("POST", path, body);
    }

    public JsonNode delete(String path) {
        return send("DELETE", path, null);
    }

    /** Writes documents as ordinary edits and returns the answers. */
    public ArrayNode bulkDocs(String database, List<? extends JsonNode> documents) {
        ArrayNode answers = JSON.createArrayNode();
        for (int from = 0; from < documents.size(); from += PAGE) {
            ObjectNode body = object();
            body.putArray("docs").addAll(documents.subList(from, Math.min(documents.size(), from + PAGE)));
            JsonNode answer = post("/" + database + "/_bulk_docs", body);
            for (JsonNode entry : answer) {
                if (entry.has("error")) {
                    throw new IllegalStateException("the source refused a document: " + entry);
                }
                answers.add(entry);
            }
        }
        return answers;
    }

    /** Writes leaf revisions as they are, conflicts too. */
    public void bulkDocsAsIs(String database, List<? extends JsonNode> documents) {
        ObjectNode body = object().put("new_edits", false);
        body.putArray("docs").addAll(documents);
        JsonNode answer = post("/" + database + "/_bulk_docs", body);
        for (JsonNode entry : answer) {
            if (entry.has("error")) {
                throw new IllegalStateException("the source refused a document: " + entry);
            }
        }
    }

    /** Every document of a database with all of its leaf revisions: by id, then by revision. */
    public Map<String, Map<String, JsonNode>> leaves(String database) {
        List<String> ids = new ArrayList<>();
        JsonNode changes = get("/" + database + "/_changes");
        changes.path("results").forEach(row -> ids.add(row.path("id").asText()));
        Map<String, Map<String, JsonNode>> all = new TreeMap<>();
        for (int from = 0; from < ids.size(); from += PAGE) {
            ObjectNode body = object();
            ArrayNode docs = body.putArray("docs");
            ids.subList(from, Math.min(ids.size(), from + PAGE)).forEach(id -> docs.addObject().put("id", id));
            JsonNode answer = post("/" + database + "/_bulk_get?revs=true&attachments=true", body);
            for (JsonNode result : answer.path("results")) {
                Map<String, JsonNode> leaves = new HashMap<>();
                for (JsonNode doc : result.path("docs")) {
                    JsonNode leaf = doc.path("ok");
                    leaves.put(leaf.path("_rev").asText(), leaf);
                }
                all.put(result.path("id").asText(), leaves);
            }
        }
        return all;
    }

    private JsonNode send(String method, String path, JsonNode body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server + path)).header("Authorization", authorization)
                    .header("Content-Type", "application/json")
                    .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            JsonNode json = JSON.readTree(response.body());
            if (response.statusCode() >= 400) {
                throw new IllegalStateException(method + " " + path + " answered " + response.statusCode() + " " + json);
            }
            return json;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
