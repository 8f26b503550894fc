package io.camelback.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What an archive holds. Writing it commits the archive; nothing of it changes ever after.
 *
 * @param number of the archive in its lineage
 * @param since the sequence of the source it starts after, as opaque as the source's own
 * @param until the sequence of the source it reaches
 * @param start when the run that made it began; of a rollup, that of its first input
 * @param end its restore point: when the run was done; of a rollup, that of its last input
 * @param settings of the task that shaped it: any JSON
 * @param segments oldest first; the newer ones win
 * @param inputs paths of the archives a rollup was made of, else empty
 * @param previous SHA-256 of the manifest that the run before it left, as stored, in lower-case hex; null for a baseline
 * @param last of a rollup: SHA-256 of the manifest that the last run in it left, by which the archive after it names it; else null
 * @param attachments the list of those that are objects of their own; null if there are none
 * @param database what it is beside its documents, at the end; null in archives of before that was kept
 * @param extra fields that this version does not know, kept as they were read
 */
public record Manifest(ArchiveName name, long number, String since, String until, Instant start, Instant end, Source source,
        Map<String, Object> settings, Counts counts, List<Segment> segments, List<String> inputs, String previous, String last,
        AttachmentList attachments, DatabaseSettings database, Map<String, JsonNode> extra) {

    /** The archive format that is written, and the only one that is read. */
    public static final int FORMAT = 1;

    /** A setting: how many documents of it have attachments, inside of them or as objects of their own. */
    public static final String WITH_ATTACHMENTS = "documentsWithAttachments";

    public Manifest {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(counts, "counts");
        settings = Maps.inOrder(settings);
        segments = List.copyOf(segments);
        inputs = List.copyOf(inputs);
        extra = Maps.inOrder(extra);
    }

    /** A run's new manifest: its counts are the sums over its batches. */
    public Manifest(ArchiveName name, long number, String since, String until, Instant start, Instant end, Source source,
            Map<String, Object> settings, List<Segment> segments, List<String> inputs, String previous) {
        this(name, number, since, until, start, end, source, settings, Counts.of(segments), segments, inputs, previous, null, null, null, Map.of());
    }

    /**
     * That of a rollup: it has the place of its inputs, from the sequence before the first to that after the last, and is of the source as it
     * was for the last.
     *
     * @param inputs paths of them all
     * @param lastRun SHA-256 of the manifest that the last run in them left
     */
    public static Manifest ofRollup(ArchiveName name, long number, Manifest first, Manifest last, List<Segment> segments, List<String> inputs,
            String lastRun) {
        return new Manifest(name, number, first.since(), last.until(), first.start(), last.end(), last.source(), last.settings(),
                Counts.of(segments), segments, inputs, first.previous(), lastRun, null, last.database(), Map.of());
    }

    /** The same with another setting. */
    public Manifest with(String setting, Object value) {
        Map<String, Object> changed = new TreeMap<>(settings);
        changed.put(setting, value);
        return new Manifest(name, number, since, until, start, end, source, changed, counts, segments, inputs, previous, last, attachments, database,
                extra);
    }

    /** The same, with documents that have attachments of their own. */
    public Manifest with(AttachmentList list) {
        return new Manifest(name, number, since, until, start, end, source, settings, counts, segments, inputs, previous, last, list, database,
                extra);
    }

    public Manifest with(DatabaseSettings other) {
        return new Manifest(name, number, since, until, start, end, source, settings, counts, segments, inputs, previous, last, attachments, other,
                extra);
    }

    /** The same with other fields that this version does not know. */
    public Manifest with(Map<String, JsonNode> otherExtra) {
        return new Manifest(name, number, since, until, start, end, source, settings, counts, segments, inputs, previous, last, attachments, database,
                otherExtra);
    }

    /** Every file of the archive but the manifest. */
    public List<ArchiveFile> files() {
        return ArchiveFile.of(segments, attachments, database);
    }

    public String task() {
        return name.task();
    }

    public String lineage() {
        return name.lineage();
    }

    public Level level() {
        return name.level();
    }
}
