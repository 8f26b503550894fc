package io.camelback.couchdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.archive.DatabaseSettings;
import io.camelback.couchdb.CouchRequest.Answer;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** The small things one asks of a database: what it is, single documents, a checkpoint. */
public final class Database {

    private static final String SECURITY = "/_security";
    private static final String REVS_LIMIT = "/_revs_limit";
    private static final String PURGED_INFOS_LIMIT = "/_purged_infos_limit";
    private static final int TRIES_ON_CONFLICT = 3;

    private final CouchDb couch;

    public Database(CouchDb couch) {
        this.couch = couch;
    }

    public DatabaseUrl url() {
        return couch.url();
    }

    /** @throws Failure MISSING if there is no such database */
    public DatabaseInfo info() {
        return findInfo().orElseThrow(() -> Failure.source(Reason.MISSING, "there is no database " + couch.url())
                .remedy("Check the name of the database"));
    }

    public Optional<DatabaseInfo> findInfo() {
        return couch.send(CouchRequest.get("", Map.of(), answer -> answer.status() == 404 ? Optional.<DatabaseInfo>empty()
                : Optional.of(DatabaseInfo.of(Json.MAPPER.readTree(answer.body())))).expecting(404));
    }

    /** Creates the database; that it exists already is fine, for a repeated attempt may meet its own first one. */
    public void create(boolean partitioned) {
        couch.send(CouchRequest.put("", partitioned ? Map.of("partitioned", "true") : Map.of(), () -> CouchRequest.json(new byte[0]), Answer::status)
                .expecting(412));
    }

    /** Removes the database with everything in it, for good; that it is gone already is fine. */
    public void drop() {
        couch.send(CouchRequest.delete("", Map.of(), Answer::status).expecting(404));
    }

    /**
     * What it is beside its documents; without what the server doesn't know, or doesn't tell this user.
     *
     * @param securityDenied is run when this user may not read who may read and write it
     */
    public DatabaseSettings settings(Runnable securityDenied) {
        JsonNode revsLimit = setting(REVS_LIMIT, () -> { });
        JsonNode purgedInfosLimit = setting(PURGED_INFOS_LIMIT, () -> { });
        return new DatabaseSettings(setting(SECURITY, securityDenied), number(revsLimit), number(purgedInfosLimit), info().partitioned());
    }

    private static Long number(JsonNode json) {
        return json != null && json.isIntegralNumber() ? json.longValue() : null;
    }

    /** Null when the server doesn't tell. */
    private JsonNode setting(String path, Runnable denied) {
        return couch.send(CouchRequest.get(path, Map.of(), answer -> {
            if (answer.status() == 401 || answer.status() == 403) {
                denied.run();
            }
            return answer.status() == 200 ? Json.MAPPER.readTree(answer.body()) : null;
        }).expecting(400, 401, 403, 404, 405, 501));
    }

    /** @return why the server doesn't take it; empty if it does */
    public Optional<String> setRevsLimit(long limit) {
        return set(REVS_LIMIT, LongNode.valueOf(limit));
    }

    public Optional<String> setPurgedInfosLimit(long limit) {
        return set(PURGED_INFOS_LIMIT, LongNode.valueOf(limit));
    }

    /** From here on it is for others to say who may read and write. */
    public Optional<String> setSecurity(JsonNode security) {
        return set(SECURITY, security);
    }

    private Optional<String> set(String path, JsonNode value) {
        return couch.send(CouchRequest.put(path, bytes(value), answer -> answer.status() == 200 ? Optional.<String>empty()
                : DocumentWriter.refusal(answer)).expecting(400, 401, 403, 404, 405, 501));
    }

    /** The winning revision of a document as it is now, a tombstone too; empty if there never was one. */
    public Optional<CurrentRevision> currentRevision(String id) {
        String path = "/" + path(id);
        Map<String, String> query = Map.of("open_revs", "all", "revs", "false");
        JsonNode leaves = couch.send(CouchRequest.get(path, query, answer -> Json.MAPPER.readTree(answer.body())).expecting(404));
        CurrentRevision winner = null;
        for (JsonNode leaf : leaves) {
            JsonNode doc = leaf.path("ok");
            String revision = doc.path("_rev").asText("");
            boolean deleted = doc.path("_deleted").asBoolean(false);
            if (!revision.isEmpty() && (winner == null || Revisions.wins(revision, deleted, winner.revision(), winner.deleted()))) {
                winner = new CurrentRevision(revision, deleted);
            }
        }
        return Optional.ofNullable(winner);
    }

    /** What an edit has to follow: a deleted document is followed by naming no revision at all. */
    public record CurrentRevision(String revision, boolean deleted) {
    }

    /** A document that stays in this database only: it isn't replicated, and no feed shows it. */
    public Optional<ObjectNode> local(String id) {
        return couch.send(CouchRequest.get("/_local/" + DatabaseUrl.encode(id), Map.of(), answer -> {
            JsonNode json = Json.MAPPER.readTree(answer.body());
            if (!(json instanceof ObjectNode content)) {
                throw new IOException("it is not an object");
            }
            return answer.status() == 404 ? Optional.<ObjectNode>empty() : Optional.of(content);
        }).expecting(404));
    }

    /**
     * Writes such a document over what was there. That somebody else wrote meanwhile is no reason to give up: it may have been an
     * attempt of our own whose answer was lost.
     */
    public void putLocal(String id, ObjectNode content) {
        String path = "/_local/" + DatabaseUrl.encode(id);
        for (int tries = 0; tries < TRIES_ON_CONFLICT; tries++) {
            content.remove("_rev");
            local(id).map(it -> it.get("_rev")).ifPresent(rev -> content.set("_rev", rev));
            byte[] body = bytes(content);
            if (couch.send(CouchRequest.put(path, body, Answer::status).expecting(409)) != 409) {
                return;
            }
        }
        throw Failure.source(Reason.FAILED, "PUT " + couch.url() + path + " answered 409 (conflict) each time");
    }

    /** Removes such a document, whoever wrote it last; that it isn't there is fine. */
    public void removeLocal(String id) {
        String path = "/_local/" + DatabaseUrl.encode(id);
        for (int tries = 0; tries < TRIES_ON_CONFLICT; tries++) {
            Optional<String> revision = local(id).map(it -> it.path("_rev").asText());
            if (revision.isEmpty() || couch.send(CouchRequest.delete(path, Map.of("rev", revision.get()), Answer::status).expecting(404, 409)) != 409) {
                return;
            }
        }
        throw Failure.source(Reason.FAILED, "DELETE " + couch.url() + path + " answered 409 (conflict) each time");
    }

    static byte[] bytes(JsonNode content) {
        try {
            return Json.MAPPER.writeValueAsBytes(content);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String path(String id) {
        return id.startsWith("_design/") ? "_design/" + DatabaseUrl.encode(id.substring(8)) : DatabaseUrl.encode(id);
    }
}
