package io.camelback.catalog;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Batch;
import io.camelback.archive.BatchWriter;
import io.camelback.archive.Entry;
import io.camelback.archive.Level;
import io.camelback.archive.Manifest;
import io.camelback.archive.ManifestJson;
import io.camelback.archive.Segment;
import io.camelback.archive.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Archives for tests: mere manifests, or whole ones stored on destinations. */
public final class Archives {

    public static final String TASK = "orders";
    static final String LINEAGE = "20260101T000000Z-00c0ffee";
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Archives() {
    }

    static ArchiveName name(String lineage, Level level, int number) {
        return new ArchiveName(TASK, lineage, level, String.format(Locale.ROOT, "20260101T%06dZ-%08x", number, number));
    }

    /** A manifest alone, that of an archive with a batch of so many bytes. */
    static Manifest manifest(String lineage, int number, String since, String until, Instant end, long bytes) {
        Batch batch = new Batch(Batch.fileName(0), bytes, "0".repeat(64), "a", "z", 1, 0, 0, 1, 1, Math.min(1, bytes - 1));
        ArchiveName name = name(lineage, since.equals(Chains.BEGINNING) ? Level.BASELINE : Level.DELTA, number);
        return new Manifest(name, number, since, until, end.minusSeconds(1), end, new Source("http://h/orders", TASK, "0", "0"), Map.of(),
                List.of(new Segment(List.of(batch))), List.of(), null);
    }

    static StoredArchive archive(Manifest manifest, String... destinations) {
        return new StoredArchive(manifest, "0".repeat(64), Set.of(destinations));
    }

    /** A whole archive with its batches, on each of the destinations. */
    public static StoredArchive store(Path work, int number, String since, String until, List<List<Entry>> segments, int entriesInABatch,
            InMemoryDestination... destinations) {
        return store(work, number, since, until, START.plusSeconds(number + 1), segments, entriesInABatch, destinations);
    }

    /** The same with an end of its own, as a rollup has that of its last input. */
    static StoredArchive store(Path work, int number, String since, String until, Instant end, List<List<Entry>> segments,
            int entriesInABatch, InMemoryDestination... destinations) {
        ArchiveName name = name(LINEAGE, since.equals(Chains.BEGINNING) ? Level.BASELINE : Level.DELTA, number);
        List<Segment> written = new ArrayList<>();
        int batches = 0;
        for (List<Entry> segment : segments) {
            List<Entry> sorted = segment.stream().sorted(Comparator.comparing(Entry::id, Arrays::compareUnsigned)).toList();
            List<Batch> ofSegment = new ArrayList<>();
            for (int from = 0; from < sorted.size(); from += entriesInABatch) {
                Path file = work.resolve(Batch.fileName(batches++));
                ofSegment.add(batch(file, sorted.subList(from, Math.min(sorted.size(), from + entriesInABatch))));
                put(name.key(file.getFileName().toString()), bytes(file), destinations);
            }
            written.add(new Segment(ofSegment));
        }
        Manifest manifest = new Manifest(name, number, since, until, end.minusSeconds(1), end,
                new Source("http://h/orders", TASK, "0", "0"), Map.of(), written, List.of(), null);
        byte[] json = ManifestJson.write(manifest);
        put(name.manifestKey(), json, destinations);
        return new StoredArchive(manifest, ManifestJson.sha256(json),
                Set.of(Arrays.stream(destinations).map(InMemoryDestination::name).toArray(String[]::new)));
    }

    public static Entry document(String id, String body) {
        return Entry.of(utf8(id), List.of(utf8("{\"_id\":\"" + id + "\",\"_rev\":\"1-a\",\"body\":\"" + body + "\"}")), false);
    }

    static Entry deleted(String id) {
        return Entry.of(utf8(id), List.of(utf8("{\"_id\":\"" + id + "\",\"_rev\":\"2-b\",\"_deleted\":true}")), true);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Batch batch(Path file, List<Entry> entries) {
        try (BatchWriter writer = new BatchWriter(file)) {
            entries.forEach(writer::add);
            return writer.finish();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(String key, byte[] bytes, InMemoryDestination... destinations) {
        for (InMemoryDestination destination : destinations) {
            destination.objects.put(key, bytes);
        }
    }
}
