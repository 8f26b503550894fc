package io.camelback.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The sums over all batches of an archive. A document that is in two of its segments counts twice.
 *
 * @param documents lines that are not absent ones
 * @param deleted how many of these documents have no leaf that is not a deletion
 * @param absent lines of purged documents
 * @param revisions leaves of all documents
 * @param bytes of the JSON text, line breaks included
 * @param stored bytes of the batch files
 * @param extra fields that this version does not know, kept as they were read
 */
public record Counts(long documents, long deleted, long absent, long revisions, long bytes, long stored,
        Map<String, JsonNode> extra) {

    public Counts {
        extra = Maps.inOrder(extra);
    }

    public Counts(long documents, long deleted, long absent, long revisions, long bytes, long stored) {
        this(documents, deleted, absent, revisions, bytes, stored, Map.of());
    }

    public static Counts of(List<Segment> segments) {
        return new Counts(sum(segments, Batch::documents), sum(segments, Batch::deleted), sum(segments, Batch::absent),
                sum(segments, Batch::revisions), sum(segments, Batch::bytes), sum(segments, Batch::size));
    }

    private static long sum(List<Segment> segments, ToLongFunction<Batch> field) {
        return segments.stream().flatMap(segment -> segment.batches().stream()).mapToLong(field).sum();
    }
}
