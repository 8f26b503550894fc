package io.camelback.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;

/**
 * What a database is beside its documents, as it was when the run ended. What the server doesn't tell, or not to this user, is null.
 *
 * @param security the object {@code _security}: any JSON
 * @param revsLimit how many revisions of a document's history are remembered
 * @param purgedInfosLimit how many purges are remembered
 * @param partitioned whether ids begin with a partition
 * @param local the batch of the {@code _local} documents, {@link #LOCAL_FILE}; null if they weren't asked for, or there were none
 * @param extra fields that this version does not know, kept as they were read
 */
public record DatabaseSettings(JsonNode security, Long revsLimit, Long purgedInfosLimit, boolean partitioned, Batch local,
        Map<String, JsonNode> extra) {

    /** The name of the file with the {@code _local} documents in the folder of the archive. */
    public static final String LOCAL_FILE = "local.jsonl.zst";

    public DatabaseSettings {
        extra = Maps.inOrder(extra);
    }

    public DatabaseSettings(JsonNode security, Long revsLimit, Long purgedInfosLimit, boolean partitioned) {
        this(security, revsLimit, purgedInfosLimit, partitioned, null, Map.of());
    }

    public DatabaseSettings with(Batch localDocuments) {
        return new DatabaseSettings(security, revsLimit, purgedInfosLimit, partitioned, localDocuments, extra);
    }

    /** The same, where something isn't told with what was told before. */
    public DatabaseSettings or(DatabaseSettings before) {
        return new DatabaseSettings(security == null ? before.security : security, revsLimit == null ? before.revsLimit : revsLimit,
                purgedInfosLimit == null ? before.purgedInfosLimit : purgedInfosLimit, partitioned, local, extra);
    }

    /** Whether the database is no other than that, as far as it is told. */
    public boolean isSame(DatabaseSettings other) {
        return Objects.equals(security, other.security) && Objects.equals(revsLimit, other.revsLimit)
                && Objects.equals(purgedInfosLimit, other.purgedInfosLimit) && partitioned == other.partitioned
                && Objects.equals(local == null ? null : local.sha256(), other.local == null ? null : other.local.sha256());
    }
}
