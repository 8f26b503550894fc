package io.camelback.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.failure.Failure;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Manifests as JSON, keys in a fixed order; fields that are not known here follow the known ones of their object. */
public final class ManifestJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter PRETTY = JSON.writer(
            new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT));
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private ManifestJson() {
    }

    /**
     * @param where how failures name the manifest
     * @throws Failure damaged if it is no manifest, or contradicts itself; refused if it is one of a newer format
     */
    public static Manifest read(byte[] bytes, String where) {
        Fields fields = Fields.of(parse(bytes, where), where);
        Seal.check(bytes, fields.optionalText(Seal.FIELD), where);
        long format = fields.number("format");
        if (format != Manifest.FORMAT) {
            throw Failure.usage(where + " is in archive format " + format + "; this Camelback reads format " + Manifest.FORMAT)
                    .remedy("Update Camelback.");
        }
        Manifest manifest = manifest(fields);
        check(manifest, fields);
        return manifest;
    }

    /** @throws IllegalArgumentException if it contradicts itself, so that it could not be read again */
    public static byte[] write(Manifest manifest) {
        byte[] bytes;
        try {
            bytes = Seal.on(PRETTY.writeValueAsBytes(tree(manifest)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The manifest of " + manifest.name() + " can't be written as JSON", e);
        }
        try {
            read(bytes, "The manifest of " + manifest.name());
        } catch (Failure e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return bytes;
    }

    /** The digest by which the next manifest names the one before it: lower-case hex. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.digest().digest(bytes));
    }

    private static ObjectNode parse(byte[] bytes, String where) {
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw Damage.at(where, "it is no JSON text (" + e.getOriginalMessage() + ")").cause(e);
        } catch (IOException e) {
            throw Damage.at(where, "it is no JSON text").cause(e);
        }
        throw Damage.at(where, "it is no JSON object");
    }

    private static Manifest manifest(Fields fields) {
        return new Manifest(name(fields), fields.number("number"), fields.text("since"), fields.text("until"),
                fields.instant("start"), fields.instant("end"), source(fields.object("source")),
                JSON.convertValue(fields.object("settings").remaining(), JSON.constructType(Map.class)),
                counts(fields.object("counts")), fields.objects("segments", ManifestJson::segment), fields.texts("inputs"),
                fields.textOrNull("previous"), fields.optionalText("last"), attachments(fields),
                database(fields), fields.remaining());
    }

    private static ArchiveName name(Fields fields) {
        String level = fields.text("level");
        try {
            return new ArchiveName(fields.text("task"), fields.text("lineage"),
                    Level.of(level).orElseThrow(() -> new IllegalArgumentException("There is no level " + level)),
                    fields.text("name"));
        } catch (IllegalArgumentException e) {
            return fields.refuse("its name makes no sense: " + e.getMessage());
        }
    }

    private static Source source(Fields fields) {
        try {
            return new Source(fields.text("url"), fields.text("name"), fields.textOrNull("instanceStartTime"),
                    fields.textOrNull("purgeSeq"), fields.remaining());
        } catch (IllegalArgumentException e) {
            return fields.refuse("has a URL with credentials");
        }
    }

    private static Counts counts(Fields fields) {
        return new Counts(fields.number("documents"), fields.number("deleted"), fields.number("absent"),
                fields.number("revisions"), fields.number("bytes"), fields.number("stored"), fields.remaining());
    }

    private static AttachmentList attachments(Fields manifest) {
        return manifest.optionalObject("attachments").map(fields -> {
            if (!fields.text("file").equals(AttachmentList.FILE)) {
                return fields.<AttachmentList>refuse("file", "is not " + AttachmentList.FILE);
            }
            return new AttachmentList(fields.number("size"), sha256(fields, "sha256"), fields.number("objects"), fields.number("bytes"),
                    fields.remaining());
        }).orElse(null);
    }

    private static DatabaseSettings database(Fields manifest) {
        return manifest.optionalObject("database").map(fields -> {
            Batch local = fields.optionalObject("local").map(ManifestJson::batch).orElse(null);
            if (local != null && !local.file().equals(DatabaseSettings.LOCAL_FILE)) {
                return fields.<DatabaseSettings>refuse("local", "is not " + DatabaseSettings.LOCAL_FILE);
            }
            return new DatabaseSettings(fields.optional("security"), fields.optionalNumber("revsLimit"), fields.optionalNumber("purgedInfosLimit"),
                    fields.truth("partitioned"), local, fields.remaining());
        }).orElse(null);
    }

    private static Segment segment(Fields fields) {
        Segment segment = new Segment(fields.objects("batches", ManifestJson::batch), fields.remaining());
        byte[] previous = {};
        for (Batch batch : segment.batches()) {
            byte[] first = DocumentIds.utf8(batch.firstId());
            byte[] last = DocumentIds.utf8(batch.lastId());
            if (DocumentIds.ORDER.compare(previous, first) >= 0 || DocumentIds.ORDER.compare(first, last) > 0) {
                return fields.refuse("has batches whose ids do not ascend");
            }
            previous = last;
        }
        return segment;
    }

    private static Batch batch(Fields fields) {
        Batch batch = new Batch(fields.text("file"), fields.number("size"), sha256(fields, "sha256"), id(fields, "firstId"),
                id(fields, "lastId"), fields.number("documents"), fields.number("deleted"), fields.number("absent"),
                fields.number("revisions"), fields.number("bytes"), fields.number("tail"), fields.remaining());
        if (batch.file().isEmpty() || batch.file().contains("/") || batch.file().equals(ArchiveName.MANIFEST)) {
            return fields.refuse("file", "is no name of a batch file");
        }
        if (batch.deleted() > batch.documents() || batch.revisions() < batch.documents() || batch.tail() >= batch.size()
                || batch.documents() + batch.absent() < 1) {
            return fields.refuse("has counts that contradict each other");
        }
        return batch;
    }

    private static String id(Fields fields, String name) {
        String id = fields.text(name);
        try {
            DocumentIds.utf8(id);
            return id;
        } catch (Failure e) {
            return fields.refuse(name, "is no Unicode text");
        }
    }

    private static String sha256(Fields fields, String name) {
        String text = fields.text(name);
        return SHA256.matcher(text).matches() ? text : fields.refuse(name, "is no SHA-256");
    }

    private static void check(Manifest manifest, Fields fields) {
        Counts sums = Counts.of(manifest.segments());
        Counts counts = manifest.counts();
        if (!new Counts(counts.documents(), counts.deleted(), counts.absent(), counts.revisions(), counts.bytes(),
                counts.stored()).equals(sums)) {
            fields.refuse("counts are not the sums over its batches");
        }
        if (manifest.previous() != null && !SHA256.matcher(manifest.previous()).matches()) {
            fields.refuse("previous is no SHA-256");
        }
        if (manifest.last() != null && !SHA256.matcher(manifest.last()).matches()) {
            fields.refuse("last is no SHA-256");
        }
        Set<String> names = new HashSet<>();
        for (ArchiveFile file : manifest.files()) {
            if (!names.add(file.name())) {
                fields.refuse("file " + file.name() + " is in it twice");
            }
        }
    }

    private static ObjectNode tree(Manifest manifest) {
        ObjectNode tree = JSON.createObjectNode()
                .put("format", Manifest.FORMAT)
                .put("task", manifest.task())
                .put("lineage", manifest.lineage())
                .put("level", manifest.level().text())
                .put("name", manifest.name().name())
                .put("number", manifest.number())
                .put("since", manifest.since())
                .put("until", manifest.until())
                .put("start", manifest.start().toString())
                .put("end", manifest.end().toString());
        tree.set("source", tree(manifest.source()));
        tree.set("settings", JSON.valueToTree(manifest.settings()));
        tree.set("counts", tree(manifest.counts()));
        ArrayNode segments = tree.putArray("segments");
        manifest.segments().forEach(segment -> segments.add(tree(segment)));
        tree.set("inputs", JSON.valueToTree(manifest.inputs()));
        tree.put("previous", manifest.previous());
        if (manifest.last() != null) {
            tree.put("last", manifest.last());
        }
        if (manifest.attachments() != null) {
            tree.set("attachments", tree(manifest.attachments()));
        }
        if (manifest.database() != null) {
            tree.set("database", tree(manifest.database()));
        }
        return with(manifest.extra(), tree);
    }

    private static ObjectNode tree(DatabaseSettings database) {
        ObjectNode tree = JSON.createObjectNode();
        if (database.security() != null) {
            tree.set("security", database.security());
        }
        if (database.revsLimit() != null) {
            tree.put("revsLimit", database.revsLimit());
        }
        if (database.purgedInfosLimit() != null) {
            tree.put("purgedInfosLimit", database.purgedInfosLimit());
        }
        tree.put("partitioned", database.partitioned());
        if (database.local() != null) {
            tree.set("local", tree(database.local()));
        }
        return with(database.extra(), tree);
    }

    private static ObjectNode tree(AttachmentList list) {
        return with(list.extra(), JSON.createObjectNode()
                .put("file", AttachmentList.FILE)
                .put("size", list.size())
                .put("sha256", list.sha256())
                .put("objects", list.objects())
                .put("bytes", list.bytes()));
    }

    private static ObjectNode tree(Source source) {
        return with(source.extra(), JSON.createObjectNode()
                .put("url", source.url())
                .put("name", source.name())
                .put("instanceStartTime", source.instanceStartTime())
                .put("purgeSeq", source.purgeSeq()));
    }

    private static ObjectNode tree(Counts counts) {
        return with(counts.extra(), JSON.createObjectNode()
                .put("documents", counts.documents())
                .put("deleted", counts.deleted())
                .put("absent", counts.absent())
                .put("revisions", counts.revisions())
                .put("bytes", counts.bytes())
                .put("stored", counts.stored()));
    }

    private static ObjectNode tree(Segment segment) {
        ObjectNode tree = JSON.createObjectNode();
        ArrayNode batches = tree.putArray("batches");
        segment.batches().forEach(batch -> batches.add(tree(batch)));
        return with(segment.extra(), tree);
    }

    private static ObjectNode tree(Batch batch) {
        return with(batch.extra(), JSON.createObjectNode()
                .put("file", batch.file())
                .put("size", batch.size())
                .put("sha256", batch.sha256())
                .put("firstId", batch.firstId())
                .put("lastId", batch.lastId())
                .put("documents", batch.documents())
                .put("deleted", batch.deleted())
                .put("absent", batch.absent())
                .put("revisions", batch.revisions())
                .put("bytes", batch.bytes())
                .put("tail", batch.tail()));
    }

    private static ObjectNode with(Map<String, JsonNode> extra, ObjectNode known) {
        known.setAll(extra);
        return known;
    }
}
