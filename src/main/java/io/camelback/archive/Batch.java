package io.camelback.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What the manifest says of one batch file.
 *
 * @param file its name in the archive's folder
 * @param size bytes as stored
 * @param sha256 of the bytes as stored, in lower-case hex
 * @param firstId the smallest id in it, decoded
 * @param lastId the largest id in it, decoded
 * @param documents lines that are not absent ones
 * @param deleted how many of these documents have no leaf that is not a deletion
 * @param absent lines of purged documents
 * @param revisions leaves of all documents
 * @param bytes of the JSON text, line breaks included
 * @param tail bytes from the index frame to the end of the file
 * @param extra fields that this version does not know, kept as they were read
 */
public record Batch(String file, long size, String sha256, String firstId, String lastId, long documents, long deleted,
        long absent, long revisions, long bytes, long tail, Map<String, JsonNode> extra) {

    public Batch {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(firstId, "firstId");
        Objects.requireNonNull(lastId, "lastId");
        extra = Maps.inOrder(extra);
    }

    public Batch(String file, long size, String sha256, String firstId, String lastId, long documents, long deleted, long absent,
            long revisions, long bytes, long tail) {
        this(file, size, sha256, firstId, lastId, documents, deleted, absent, revisions, bytes, tail, Map.of());
    }

    /** The name of an archive's batch file: {@code 00000.jsonl.zst} and so on, through all its segments. */
    public static String fileName(int ordinal) {
        return String.format(Locale.ROOT, "%05d.jsonl.zst", ordinal);
    }

    /** That of a run which goes on with the archive of another: {@code 00007-9f86d081.jsonl.zst}. */
    public static String fileName(int ordinal, String tag) {
        return String.format(Locale.ROOT, "%05d-%s.jsonl.zst", ordinal, tag);
    }
}
