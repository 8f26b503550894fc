package io.camelback.bench;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Batch;
import io.camelback.archive.BatchWriter;
import io.camelback.archive.DocumentIds;
import io.camelback.archive.Level;
import io.camelback.archive.Manifest;
import io.camelback.archive.ManifestJson;
import io.camelback.archive.Segment;
import io.camelback.archive.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Writes the archives of a task into a folder that is to be its local destination, always the same ones. The database is made up: with
 * each delta six in ten documents are new, and the others edits of those before, as far as there are enough of them.
 */
final class MakeArchives {

    private static final double EDITED = 0.4;
    private static final long BATCH_BYTES = 64 << 20;
    private static final String LINEAGE = "20260101T000000Z-00000000";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String BEGINNING = "0";

    private final Path root;
    private final String task;
    private final Random random = new Random(42);
    private final List<String> known = new ArrayList<>();
    private int archives;

    private MakeArchives(Path root, String task) {
        this.root = root;
        this.task = task;
    }

    /** Arguments: the folder, and which history: {@code rollup}, {@code document} or {@code list}, which the task is called too. */
    public static void main(String[] args) throws IOException {
        MakeArchives all = new MakeArchives(Path.of(args[0]), args[1]);
        switch (args[1]) {
            case "rollup" -> {
                all.archive(START, 1_000, 0);
                all.deltas(START.plus(Duration.ofDays(1)), Duration.ofHours(2), 10, 105_000);
                all.deltas(START.plus(Duration.ofDays(2)), Duration.ofHours(2), 1, 10);
            }
            case "document" -> {
                all.archive(START, 500_000, 0);
                all.deltas(START.plus(Duration.ofHours(1)), Duration.ofHours(1), 39, 5_000);
            }
            case "list" -> {
                all.archive(START, 100, 0);
                all.deltas(START.plus(Duration.ofMinutes(15)), Duration.ofMinutes(15), 999, 1);
            }
            default -> throw new IllegalArgumentException(args[1]);
        }
    }

    private void deltas(Instant first, Duration between, int count, int documents) throws IOException {
        for (int i = 0; i < count; i++) {
            archive(first.plus(between.multipliedBy(i)), documents, (int) (EDITED * documents));
        }
    }

    private void archive(Instant start, int documents, int edited) throws IOException {
        ArchiveName name = new ArchiveName(task, LINEAGE, archives == 0 ? Level.BASELINE : Level.DELTA, ArchiveName.draw(start, random));
        Files.createDirectories(root.resolve(name.path()));
        List<Batch> batches = new ArrayList<>();
        MadeUpDocument document = new MadeUpDocument(archives);
        BatchWriter writer = null;
        for (String id : changed(documents, edited)) {
            if (writer == null) {
                writer = new BatchWriter(root.resolve(name.key(Batch.fileName(batches.size()))));
            }
            writer.add(document.entry(id));
            if (writer.bytes() >= BATCH_BYTES) {
                batches.add(finish(writer));
                writer = null;
            }
        }
        if (writer != null) {
            batches.add(finish(writer));
        }
        Manifest manifest = new Manifest(name, archives + 1, archives == 0 ? BEGINNING : archives + "-x", archives + 1 + "-x", start,
                start.plusSeconds(1), new Source("http://localhost/bench", "bench", "0", "0"), Map.of(), List.of(new Segment(batches)), List.of(), null);
        Files.write(root.resolve(name.manifestKey()), ManifestJson.write(manifest));
        archives++;
    }

    /** Ids sorted as archives have them. Half of the new ones follow all that were there, as counted ids do; half fall anywhere. */
    private List<String> changed(int documents, int edited) {
        Set<String> ids = new HashSet<>();
        int edits = Math.min(edited, known.size() / 2);
        while (ids.size() < edits) {
            ids.add(known.get(random.nextInt(known.size())));
        }
        while (ids.size() < documents) {
            String id = random.nextBoolean() ? String.format(Locale.ROOT, "order:%010d", known.size())
                    : String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong());
            ids.add(id);
            known.add(id);
        }
        return ids.stream().sorted((a, b) -> DocumentIds.ORDER.compare(DocumentIds.utf8(a), DocumentIds.utf8(b))).toList();
    }

    private static Batch finish(BatchWriter writer) {
        try (writer) {
            return writer.finish();
        }
    }
}
