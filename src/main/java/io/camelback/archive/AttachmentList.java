package io.camelback.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/**
 * What a manifest says of the file that lists the attachments to which its documents refer, those that are objects of their own. The file is
 * text under zstd, a JSON object a line:
 * {@code {"document":…,"name":…,"digest":"md5-…","length":…,"encoding":"gzip","stored":…}}, {@code encoding} only where there is one.
 *
 * @param size bytes of the file
 * @param sha256 of the file, in lower-case hex
 * @param objects how many lines it has; one may be there twice
 * @param bytes of these objects together
 * @param extra fields that this version does not know, kept as they were read
 */
public record AttachmentList(long size, String sha256, long objects, long bytes, Map<String, JsonNode> extra) {

    /** The file's name in the folder of the archive. */
    public static final String FILE = "attachments.jsonl.zst";

    public AttachmentList {
        extra = Maps.inOrder(extra);
    }

    /** The name of a file with a part of the list, in the folder of an archive that is unfinished. */
    public static String partName(int ordinal, String tag) {
        return String.format(Locale.ROOT, "attachments-%05d-%s.jsonl.zst", ordinal, tag);
    }

    public AttachmentList(long size, String sha256, long objects, long bytes) {
        this(size, sha256, objects, bytes, Map.of());
    }
}
