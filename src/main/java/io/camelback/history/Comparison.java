package io.camelback.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.flipkart.zjsonpatch.DiffFlags;
import com.flipkart.zjsonpatch.JsonDiff;
import io.camelback.history.Change.Operation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** What turns one tree into another. */
final class Comparison {

    /** Only operations that tell the old value: moves and copies don't. */
    private static final EnumSet<DiffFlags> FLAGS = EnumSet.of(DiffFlags.OMIT_MOVE_OPERATION, DiffFlags.OMIT_COPY_OPERATION,
            DiffFlags.ADD_ORIGINAL_VALUE_ON_REPLACE);

    private Comparison() {
    }

    static List<Change> of(JsonNode before, JsonNode after) {
        List<Change> changes = new ArrayList<>();
        for (JsonNode it : JsonDiff.asJson(before, after, FLAGS)) {
            String path = it.get("path").textValue();
            changes.add(switch (it.get("op").textValue()) {
                case "add" -> new Change(Operation.ADD, path, null, it.get("value"));
                case "remove" -> new Change(Operation.REMOVE, path, it.get("value"), null);
                default -> new Change(Operation.REPLACE, path, it.get("fromValue"), it.get("value"));
            });
        }
        return changes;
    }
}
