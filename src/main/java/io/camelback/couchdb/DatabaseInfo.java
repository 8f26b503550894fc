package io.camelback.couchdb;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * What a database says of itself.
 *
 * @param documents documents that aren't deleted
 * @param deleted documents whose winning revision is a tombstone
 * @param instanceStartTime changes when a database of the same name is created anew; "0" on servers that don't tell
 * @param purgeSeq opaque; moves when documents are purged
 * @param partitioned whether ids begin with a partition
 * @param bytes the size of the documents as JSON, or the nearest to it that the server tells; 0 if it tells none
 */
public record DatabaseInfo(String name, long documents, long deleted, String instanceStartTime, String purgeSeq, boolean partitioned,
        long bytes) {

    /** @throws IOException if this is something else: a database without counts would pass for an empty one */
    static DatabaseInfo of(JsonNode json) throws IOException {
        if (!json.path("doc_count").isNumber() || !json.path("doc_del_count").isNumber()) {
            throw new IOException("it is not what a database says of itself");
        }
        JsonNode sizes = json.path("sizes");
        long external = sizes.path("external").asLong(0);
        return new DatabaseInfo(json.path("db_name").asText(), json.path("doc_count").asLong(), json.path("doc_del_count").asLong(),
                json.path("instance_start_time").asText("0"), json.path("purge_seq").asText("0"),
                json.path("props").path("partitioned").asBoolean(false),
                external > 0 ? external : sizes.path("active").asLong(0));
    }

    public boolean isEmpty() {
        return documents == 0 && deleted == 0;
    }

    /** Bytes of a document on average, 0 if unknown. */
    long averageBytes() {
        long all = documents + deleted;
        return all == 0 ? 0 : bytes / all;
    }
}
