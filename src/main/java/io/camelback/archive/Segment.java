package io.camelback.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Batches that follow each other: every id of one is smaller than every id of the next.
 *
 * @param extra fields that this version does not know, kept as they were read
 */
public record Segment(List<Batch> batches, Map<String, JsonNode> extra) {

    public Segment {
        batches = List.copyOf(batches);
        extra = Maps.inOrder(extra);
    }

    public Segment(List<Batch> batches) {
        this(batches, Map.of());
    }
}
