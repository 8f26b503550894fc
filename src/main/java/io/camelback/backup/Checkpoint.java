package io.camelback.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.couchdb.Database;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.util.Optional;

/**
 * A {@code _local} document in the source, one for each lineage, with the sequences that runs reached, newest first. A database that
 * was deleted and made again, or put back from an older copy, hasn't got the newest one: its feed would hide what was lost.
 *
 * <p>It is written just before an archive is committed. One too many, from a run that died in between, does no harm; one too few would
 * look like another database. Several are kept, because a destination that was away may be a few runs behind the others.
 */
final class Checkpoint {

    private static final int KEPT = 20;
    private static final String PREFIX = "camelback-";

    private Checkpoint() {
    }

    /** Whether the database still knows of the run that reached this sequence. */
    static boolean knows(Database database, String lineage, String until) {
        Optional<ObjectNode> local = database.local(id(lineage));
        if (local.isPresent()) {
            for (JsonNode run : local.get().path("runs")) {
                if (run.path("until").asText().equals(until)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** @return false when the user may read but not write */
    static boolean write(Database database, String task, String lineage, String archive, String until) {
        try {
            ObjectNode content = database.local(id(lineage)).orElseGet(JsonNodeFactory.instance::objectNode);
            ObjectNode run = JsonNodeFactory.instance.objectNode().put("archive", archive).put("until", until);
            ArrayNode runs = content.put("task", task).withArray("runs");
            for (int i = runs.size() - 1; i >= 0; i--) {
                if (runs.get(i).path("archive").asText().equals(archive)) {
                    runs.remove(i);    // a chunk before this one
                }
            }
            runs.insert(0, run);
            while (runs.size() > KEPT) {
                runs.remove(KEPT);
            }
            database.putLocal(id(lineage), content);
            return true;
        } catch (Failure e) {
            if (e.reason() == Reason.DENIED) {
                return false;
            }
            throw e;
        }
    }

    /** Whether a {@code _local} document is such a one, and no part of what the database holds. */
    static boolean isOurs(String localId) {
        return localId.startsWith("_local/" + PREFIX);
    }

    private static String id(String lineage) {
        return PREFIX + lineage;
    }
}
