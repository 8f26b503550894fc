package io.camelback.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.catalog.Chain;
import io.camelback.couchdb.BulkDocs.Refused;
import io.camelback.couchdb.Database;
import io.camelback.failure.Failure;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a restore leaves in its target until it is done: the document {@code _local/camelback-restore}, which no backup keeps. By it the same
 * restore is taken up again, and another one is kept out.
 *
 * @param point the restore point, at the end of an archive of the lineage
 * @param only the patterns of the selection
 * @param settings whether the database gets its settings too
 * @param archives the paths of those that the first attempt was made from
 * @param done whether nothing is left to do; a note of this kind stays only while other databases of the same server are restored
 */
record RestoreNote(String task, Instant point, String lineage, List<String> only, boolean settings, List<String> archives, Written written,
        boolean done) {

    private static final String ID = "camelback-restore";
    private static final int FORMAT = 1;

    static RestoreNote of(RestoreRequest request, Chain chain) {
        return new RestoreNote(request.task(), chain.point(), chain.last().name().lineage(), request.only().patterns(), request.settings(),
                paths(chain), Written.NOTHING, false);
    }

    /** Empty if there is none, or one that this version can't read. */
    static Optional<RestoreNote> in(Database target) {
        return target.local(ID).flatMap(RestoreNote::parse);
    }

    void put(Database target) {
        target.putLocal(ID, json());
    }

    static void remove(Database target) {
        target.removeLocal(ID);
    }

    RestoreNote with(Written other) {
        return new RestoreNote(task, point, lineage, only, settings, archives, other, false);
    }

    RestoreNote asDone(Written all) {
        return new RestoreNote(task, point, lineage, only, settings, archives, all, true);
    }

    /** Whether this is what the request asks for. One that names no point asks for what was begun. */
    boolean isOf(RestoreRequest request, Instant asked) {
        return task.equals(request.task()) && only.equals(request.only().patterns()) && settings == request.settings()
                && (request.at().isEmpty() || point.equals(asked));
    }

    /** Whether a chain leads to the very point of which a part is written. */
    boolean isReachedBy(Chain chain) {
        return point.equals(chain.point()) && lineage.equals(chain.last().name().lineage());
    }

    /** Along another chain there may be other tombstones: a baseline need not keep any. */
    boolean isMadeFrom(Chain chain) {
        return archives.equals(paths(chain));
    }

    private static List<String> paths(Chain chain) {
        return chain.archives().stream().map(it -> it.name().path()).toList();
    }

    /** The options of the command that goes on. */
    String options() {
        StringBuilder options = new StringBuilder("--at " + point);
        only.forEach(it -> options.append(" --only '").append(it).append('\''));
        return options.append(settings ? "" : " --without-settings").toString();
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("format", FORMAT).put("task", task).put("point", point.toString())
                .put("lineage", lineage).put("settings", settings).put("done", done).put("after", written.after().orElse(null))
                .put("documents", written.documents()).put("deleted", written.deleted()).put("revisions", written.revisions());
        only.forEach(json.putArray("only")::add);
        archives.forEach(json.putArray("archives")::add);
        ArrayNode refused = json.putArray("refused");
        written.refused().forEach(it -> refused.addObject().put("id", it.id()).put("reason", it.reason()));
        return json;
    }

    private static Optional<RestoreNote> parse(JsonNode json) {
        if (json.path("format").asInt() != FORMAT) {
            return Optional.empty();
        }
        try {
            Written written = new Written(Optional.ofNullable(json.path("after").textValue()), json.path("documents").asLong(),
                    json.path("deleted").asLong(), json.path("revisions").asLong(),
                    list(json.path("refused"), it -> new Refused(it.path("id").asText(), it.path("reason").asText())));
            return Optional.of(new RestoreNote(json.path("task").asText(), Instant.parse(json.path("point").asText()), json.path("lineage").asText(),
                    list(json.path("only"), JsonNode::asText), json.path("settings").asBoolean(), list(json.path("archives"), JsonNode::asText),
                    written, json.path("done").asBoolean()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
        List<T> list = new ArrayList<>();
        array.forEach(it -> list.add(element.apply(it)));
        return list;
    }

    /** What to say to somebody who wants something else there. */
    Failure another(Database target) {
        return Failure.usage("the target " + target.url() + " has " + (done ? "restore point " : "a part of restore point ") + point + " of task " + task
                + (only.isEmpty() ? "" : ", only " + String.join(",", only)) + (settings ? "" : ", without settings")
                + (done ? ", from a restore of a whole server that is not done" : ", from a restore that was not finished"))
                .remedy(done ? "Delete it if it is to have another one"
                        : "Go on with that one: camelback restore " + task + " --to " + target.url() + " " + options() + "; or name a new database");
    }
}
