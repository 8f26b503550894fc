package io.camelback.archive;

import static io.camelback.archive.Samples.absent;
import static io.camelback.archive.Samples.deleted;
import static io.camelback.archive.Samples.document;
import static io.camelback.archive.Samples.entry;
import static io.camelback.archive.Samples.sorted;
import static io.camelback.archive.Samples.utf8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The archive that is kept in {@code src/test/resources/golden}, to prove that what was written once can be read for ever. No
 * test writes it: this is run by hand, for a new format, and then makes an archive besides those that are there.
 */
final class GoldenArchive {

    static final Path FOLDER = Path.of("src/test/resources/golden");
    static final ArchiveName NAME =
            new ArchiveName("shop", "20260101T000000Z-00c0ffee", Level.DELTA, "20260102T030405Z-0badcafe");

    /** How much text a frame held when it was written. */
    static final int FRAME = 256 * 1024;

    private GoldenArchive() {
    }

    /** The entries of each segment, oldest first; one batch each. */
    static List<List<Entry>> segments() {
        String longest = "long-" + "é".repeat(1_000);
        List<Entry> older = List.of(
                entry("order-1", "first"),
                document("order-2",
                        "{\"_id\":\"order-2\",\"_rev\":\"2-b\",\"price\":1.50,"
                                + "\"big\":123456789012345678901234567890,\"zero\":-0.0}",
                        "{\"_id\":\"order-2\",\"_rev\":\"2-a\",\"_deleted\":true}",
                        "{\"_id\":\"order-2\",\"_rev\":\"1-c\",\"\":{\"_id\":\"nested\",\"_deleted\":true}}"),
                deleted("order-3"),
                entry("order-4", "to be purged"),
                entry("large", "0123456789".repeat(30_000)),
                document("_design/app", "{\"_id\":\"_design/app\",\"_rev\":\"1-d\",\"language\":\"javascript\"}"),
                document("Ångström", "{\"z\":1,\"_\\u0069d\":\"\\u00c5ngstr\\u00f6m\",\"a\":\"\u2028 \\ud83d\\ude00 😀\"}"),
                entry("\uff21", "full width"),
                entry("\ud83d\ude00", "emoji"),
                entry("\"quoted\\\"\n", "odd"),
                entry(longest, "long id"));
        List<Entry> newer = List.of(
                entry("order-1", "second"),
                absent("order-4"),
                absent("\ud83d\ude00"),
                deleted("order-5"));
        return List.of(sorted(older), sorted(newer));
    }

    public static void main(String[] args) throws IOException {
        if (Files.exists(FOLDER.resolve(NAME.path()))) {
            throw new IllegalStateException(NAME + " is there already; a golden archive is never written again");
        }
        Files.createDirectories(FOLDER.resolve(NAME.path()));
        List<Segment> segments = new ArrayList<>();
        for (List<Entry> entries : segments()) {
            try (BatchWriter writer = new BatchWriter(FOLDER.resolve(NAME.key(Batch.fileName(segments.size()))), BatchWriter.LEVEL, FRAME)) {
                entries.forEach(writer::add);
                segments.add(new Segment(List.of(writer.finish())));
            }
        }
        Manifest manifest = new Manifest(NAME, 2, "10-abc", "20-def", Instant.parse("2026-01-02T03:04:05Z"),
                Instant.parse("2026-01-02T03:05:06.789Z"), new Source("https://db.example.com/shop", "shop", "0", "0"),
                Map.of("attachments", true), segments, List.of(), ManifestJson.sha256(utf8("the manifest before")));
        Files.write(FOLDER.resolve(NAME.manifestKey()), ManifestJson.write(manifest));
    }
}
