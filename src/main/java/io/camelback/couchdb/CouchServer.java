package io.camelback.couchdb;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.couchdb.CouchRequest.Answer;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one asks of a server: which databases it has, and how they stand. */
public final class CouchServer {

    private static final String INFO = "/_dbs_info";
    /** So many a CouchDB takes in one request. */
    private static final int MOST_KEYS = 100;

    private final CouchDb server;

    public CouchServer(CouchDb server) {
        this.server = server;
    }

    /**
     * All databases by their names, in one request where the server can do that, which CouchDB can since 3.2. Without it there is one for the
     * names, and one for each hundred of them.
     *
     * @throws Failure of the source; DENIED when the user may not list databases
     */
    public Map<String, DatabaseState> databases() {
        try {
            Optional<Map<String, DatabaseState>> all = server.send(CouchRequest.get(INFO, Map.of(), answer ->
                    answer.status() == 200 ? Optional.of(states(answer)) : Optional.<Map<String, DatabaseState>>empty()).expecting(404, 405));
            return all.orElseGet(this::inHundreds);
        } catch (Failure e) {
            throw e.reason() == Reason.DENIED ? e.remedy("Only a server's admin may list its databases: give the name and password of one, or make "
                    + "a task for each database") : e;
        }
    }

    /** The names of all databases. */
    public List<String> names() {
        return server.send(CouchRequest.get("/_all_dbs", Map.of(), CouchServer::names));
    }

    /** Whether there still is a database of this name. */
    public boolean has(String database) {
        return states(List.of(database)).containsKey(database);
    }

    private Map<String, DatabaseState> inHundreds() {
        List<String> names = names();
        Map<String, DatabaseState> all = new LinkedHashMap<>();
        for (int from = 0; from < names.size(); from += MOST_KEYS) {
            all.putAll(states(names.subList(from, Math.min(from + MOST_KEYS, names.size()))));
        }
        return all;
    }

    private Map<String, DatabaseState> states(List<String> names) {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        ArrayNode keys = question.putArray("keys");
        names.forEach(keys::add);
        byte[] body = question.toString().getBytes(StandardCharsets.UTF_8);
        return server.send(CouchRequest.post(INFO, Map.of(), () -> body, CouchServer::states));
    }

    private static List<String> names(Answer answer) throws IOException {
        return List.of(Json.MAPPER.readValue(answer.body(), String[].class));
    }

    /** One after the other, as they arrive: there may be thousands. */
    private static Map<String, DatabaseState> states(Answer answer) throws IOException {
        Map<String, DatabaseState> states = new TreeMap<>();
        try (JsonParser parser = Json.MAPPER.createParser(answer.body())) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("it is not a list of databases");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw new IOException("it is not a list of databases");
                }
                JsonNode entry = Json.MAPPER.readTree(parser);
                if (!entry.path("error").asText().equals("not_found")) {
                    states.put(name(entry), state(entry.path("info")));
                }
            }
        }
        return states;
    }

    private static String name(JsonNode entry) throws IOException {
        if (!entry.path("key").isTextual()) {
            throw new IOException("a database in it has no name");
        }
        return entry.path("key").asText();
    }

    /** A database that the server could say nothing of is there all the same. */
    private static DatabaseState state(JsonNode info) {
        return info.path("update_seq").isMissingNode() ? DatabaseState.UNKNOWN
                : new DatabaseState(info.path("update_seq").asText(), info.path("purge_seq").asText(), info.path("instance_start_time").asText());
    }
}
