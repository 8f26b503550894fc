package io.camelback.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.archive.ArchiveFile;
import io.camelback.archive.AttachmentList;
import io.camelback.archive.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run has stored of its archive so far: whole chunks. It stands in the archive's folder in the form of a manifest, from the first
 * chunk to the commit, so that another run can go on with it if this one dies. A field {@code unfinished} tells what no manifest needs to.
 *
 * @param full whether it is of a full backup, beside which other runs go on
 * @param deleted whether its documents that are entirely deleted are kept
 * @param rows of the feed, read for it
 * @param again ids of documents to be read anew at the end
 * @param attachments parts of the list of those that are objects of their own
 */
record Unfinished(Manifest manifest, boolean full, boolean deleted, long rows, List<String> again, List<Part> attachments) {

    private static final String FIELD = "unfinished";

    /** A file with a part of the list. */
    record Part(String file, AttachmentList list) {

        ArchiveFile asFile() {
            return new ArchiveFile(file, list.size(), list.sha256());
        }
    }

    /** @param manifest of that name; what its field {@code unfinished} lacks is as if nothing were there */
    static Unfinished of(Manifest manifest) {
        JsonNode field = manifest.extra().getOrDefault(FIELD, JsonNodeFactory.instance.objectNode());
        List<String> again = new ArrayList<>();
        field.path("again").forEach(it -> again.add(it.asText()));
        List<Part> parts = new ArrayList<>();
        field.path("attachments").forEach(it -> parts.add(new Part(it.path("file").asText(), new AttachmentList(it.path("size").asLong(),
                it.path("sha256").asText(), it.path("objects").asLong(), it.path("bytes").asLong()))));
        return new Unfinished(manifest, field.path("full").asBoolean(), field.path("deleted").asBoolean(), field.path("rows").asLong(), again,
                parts);
    }

    /** The same with that field, ready to be written. */
    Manifest asManifest() {
        ObjectNode field = JsonNodeFactory.instance.objectNode().put("full", full).put("deleted", deleted).put("rows", rows);
        again.forEach(field.putArray("again")::add);
        ArrayNode parts = field.putArray("attachments");
        attachments.forEach(it -> parts.addObject().put("file", it.file()).put("size", it.list().size()).put("sha256", it.list().sha256())
                .put("objects", it.list().objects()).put("bytes", it.list().bytes()));
        return manifest.with(Map.of(FIELD, field));
    }

    /** Everything that has to be there for a run to go on with it. */
    List<ArchiveFile> files() {
        List<ArchiveFile> files = new ArrayList<>(manifest.files());
        attachments.forEach(it -> files.add(it.asFile()));
        return files;
    }

    long documents() {
        return manifest.counts().documents();
    }

    long documentsWithAttachments() {
        return manifest.settings().get(Manifest.WITH_ATTACHMENTS) instanceof Number number ? number.longValue() : 0;
    }
}
