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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Writes deltas of a database that is made up, always the same ones: in each, some documents are new and some are edited. */
final class MakeDeltas {

    private static final int DELTAS = 10;
    private static final int DOCUMENTS_PER_DELTA = 105_000;
    private static final double EDITED = 0.4;
    private static final long BATCH_BYTES = 64 << 20;
    private static final String LINEAGE = "20260101T000000Z-00000000";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Path root;
    private final Random random = new Random(42);
    private final List<String> known = new ArrayList<>();

    private MakeDeltas(Path root) {
        this.root = root;
    }

    public static void main(String[] args) throws IOException {
        MakeDeltas deltas = new MakeDeltas(Path.of(args[0]));
        long bytes = 0;
        for (int number = 1; number <= DELTAS; number++) {
            bytes += deltas.delta(number);
        }
        System.out.println(bytes);
    }

    /** @return bytes of JSON in it */
    private long delta(int number) throws IOException {
        Instant start = START.plus(number, ChronoUnit.DAYS);
        ArchiveName name = new ArchiveName("bench", LINEAGE, Level.DELTA, ArchiveName.draw(start, random));
        Files.createDirectories(root.resolve(name.path()));
        List<Batch> batches = new ArrayList<>();
        MadeUpDocument document = new MadeUpDocument(number);
        BatchWriter writer = null;
        for (String id : changed()) {
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
        Manifest manifest = new Manifest(name, number, number - 1 + "-x", number + "-x", start, start,
                new Source("http://localhost/bench", "bench", "0", "0"), Map.of(), List.of(new Segment(batches)), List.of(), null);
        Files.write(root.resolve(name.manifestKey()), ManifestJson.write(manifest));
        return manifest.counts().bytes();
    }

    /** Ids sorted as archives have them. Half of the new ones follow all that were there, as counted ids do; half fall anywhere. */
    private List<String> changed() {
        Set<String> ids = new HashSet<>();
        int edited = known.isEmpty() ? 0 : (int) (EDITED * DOCUMENTS_PER_DELTA);
        while (ids.size() < edited) {
            ids.add(known.get(random.nextInt(known.size())));
        }
        while (ids.size() < DOCUMENTS_PER_DELTA) {
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
