package io.camelback.cli;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Batch;
import io.camelback.archive.BatchWriter;
import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.archive.Level;
import io.camelback.archive.Manifest;
import io.camelback.archive.ManifestJson;
import io.camelback.archive.Segment;
import io.camelback.archive.Source;
import io.camelback.destination.Destination;
import io.camelback.job.Staging;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A baseline and a delta of a task as two runs would leave them, of a single document that nobody misses. */
final class SampleArchives {

    static final String DOCUMENT = "sample";

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final String LINEAGE = "20260101T000000Z-00000000";

    private SampleArchives() {
    }

    /** @param staging where their files are made */
    static void put(Destination destination, String task, Path staging) {
        try (Staging files = Staging.in(staging, "sample")) {
            String previous = null;
            for (int number = 1; number <= 2; number++) {
                Instant start = FIRST.plusSeconds(number);
                ArchiveName name = new ArchiveName(task, LINEAGE, number == 1 ? Level.BASELINE : Level.DELTA, ArchiveName.draw(start, new Random()));
                Batch batch = batch(files.file(Batch.fileName(number)), number);
                Manifest manifest = new Manifest(name, number, "" + (number - 1), "" + number, start, start, new Source("http://localhost/" + task, task, "0", "0"),
                        Map.of(), List.of(new Segment(List.of(batch))), List.of(), previous);
                byte[] bytes = ManifestJson.write(manifest);
                destination.put(name.key(batch.file()), files.file(batch.file()));
                destination.put(name.manifestKey(), files.write("manifest-" + number, bytes));
                previous = ManifestJson.sha256(bytes);
            }
        }
    }

    private static Batch batch(Path file, int generation) {
        String leaf = "{\"_id\":\"%s\",\"_rev\":\"%2$d-0\",\"_revisions\":{\"start\":%2$d,\"ids\":[\"0\"]}}".formatted(DOCUMENT, generation);
        try (BatchWriter writer = new BatchWriter(file)) {
            writer.add(Entry.of(DocumentIds.utf8(DOCUMENT), List.of(leaf.getBytes(StandardCharsets.UTF_8)), false));
            return writer.finish();
        }
    }
}
