package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history of a document over archives that are written here: a rollup beside its inputs, several segments, a purge. */
class HistoryOfRollupsTest {

    private static final String LINEAGE = "20260101T000000Z-00000000";
    private static final String DIGITS = "123456789012345678901234567890";
    private static final String LONG = "🐫".repeat(100);

    @TempDir
    private Path directory;
    private Installation camelback;

    @BeforeEach
    void store() throws IOException {
        camelback = new Installation(directory).local("nas").line("camelback.tasks.orders.source", "http://127.0.0.1:1/orders")
                .line("camelback.tasks.orders.destinations", "nas");
        store(Level.BASELINE, 1, "0", "1-s", 1, leaf("1-a", "\"n\":1.50"), leaf("2-a", "\"n\":1.5"));
        store(Level.DELTA, 2, "1-s", "2-s", 2, leaf("3-a", "\"n\":" + DIGITS));
        store(Level.DELTA, 3, "2-s", "3-s", 3, leaf("4-a", "\"n\":\"" + LONG + "\""));
        store(Level.DAILY, 4, "1-s", "3-s", 3, leaf("4-a", "\"n\":\"" + LONG + "\""));
        store(Level.DELTA, 5, "3-s", "4-s", 4, Entry.absent(utf8("order")));
        store(Level.DELTA, 6, "4-s", "5-s", 5, leaf("1-b", "\"n\":1"));
        store(Level.DELTA, 7, "5-s", "6-s", 6, leaf("2-b", "\"n\":1"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Entry leaf(String revision, String content) {
        return Entry.of(utf8("order"), List.of(utf8("{\"_id\":\"order\",\"_rev\":\"" + revision + "\"," + content + "}")), false);
    }

    /** An archive with a segment for each entry. */
    private void store(Level level, int number, String since, String until, int hour, Entry... entries) throws IOException {
        ArchiveName name = new ArchiveName("orders", LINEAGE, level, "20260101T00000%dZ-00000000".formatted(number));
        Path folder = Files.createDirectories(directory.resolve("nas").resolve(name.path()));
        List<Segment> segments = new ArrayList<>();
        for (Entry entry : entries) {
            try (BatchWriter writer = new BatchWriter(folder.resolve(Batch.fileName(segments.size())))) {
                writer.add(entry);
                segments.add(new Segment(List.of(writer.finish())));
            }
        }
        Instant end = Instant.parse("2026-01-01T0%d:00:00.500Z".formatted(hour));
        Manifest manifest = new Manifest(name, number, since, until, end.minusSeconds(1), end, new Source("http://127.0.0.1:1/orders", "orders", "0", "0"),
                Map.of(), segments, List.of(), null);
        Files.write(folder.resolve(ArchiveName.MANIFEST), ManifestJson.write(manifest));
    }

    private static String place(Level level, int number) {
        return "      " + LINEAGE + "/" + level + "/20260101T00000" + number + "Z-00000000 on nas";
    }

    @Test
    void everyArchiveIsListedByItsEndAndARollupIsTheSameAsItsLastInput() {
        assertThat(camelback.run("history", "orders", "--doc", "order", "--diff").expect(0).out().lines()).containsExactly(
                "orders: order is in 7 of 7 archives",
                "  2026-01-01T01:00:00.500Z  baseline  2-a", place(Level.BASELINE, 1),
                "  2026-01-01T02:00:00.500Z  delta     3-a", place(Level.DELTA, 2),
                "      ~ /n  1.5 → " + DIGITS,
                "  2026-01-01T03:00:00.500Z  delta     4-a", place(Level.DELTA, 3),
                "      ~ /n  " + DIGITS + " → \"" + "🐫".repeat(59) + "… (102 characters)",
                "  2026-01-01T03:00:00.500Z  daily     4-a", place(Level.DAILY, 4),
                "      same",
                "  2026-01-01T04:00:00.500Z  delta     purged", place(Level.DELTA, 5),
                "  2026-01-01T05:00:00.500Z  delta     1-b", place(Level.DELTA, 6),
                "  2026-01-01T06:00:00.500Z  delta     2-b", place(Level.DELTA, 7),
                "      same content");
    }

    @Test
    void theJsonHasEveryDigitAndTheWholeOfLongValues() {
        String json = camelback.run("history", "orders", "--doc", "order", "--diff", "--json").expect(0).out();
        assertThat(json).contains("\"changes\":[{\"op\":\"replace\",\"path\":\"/n\",\"value\":" + DIGITS + ",\"old\":1.5}]")
                .contains("\"value\":\"" + LONG + "\",\"old\":" + DIGITS)
                .contains("\"revision\":null,\"deleted\":false,\"absent\":true,\"leaves\":0,\"destinations\":[\"nas\"],\"changes\":null")
                .contains("\"revision\":\"2-b\",\"deleted\":false,\"absent\":false,\"leaves\":1,\"destinations\":[\"nas\"],\"changes\":[]");
    }
}
