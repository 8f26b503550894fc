package io.camelback.archive;

import static io.camelback.archive.Samples.absent;
import static io.camelback.archive.Samples.all;
import static io.camelback.archive.Samples.deleted;
import static io.camelback.archive.Samples.document;
import static io.camelback.archive.Samples.entry;
import static io.camelback.archive.Samples.utf8;
import static io.camelback.archive.Samples.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.archive.Samples.InMemory;
import io.camelback.archive.Samples.Written;
import io.camelback.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {

    @TempDir
    Path folder;

    @Test
    void batchSaysWhatIsInTheFile() throws IOException {
        Entry conflict = document("b", "{\"_id\":\"b\",\"_rev\":\"2-x\"}", "{\"_id\":\"b\",\"_rev\":\"2-y\",\"_deleted\":true}");
        Path file = folder.resolve(Batch.fileName(7));
        Batch batch;
        long plain;
        try (BatchWriter writer = new BatchWriter(file)) {
            for (Entry entry : List.of(entry("a", "1"), conflict, absent("c"), deleted("d"), entry("é", "2"))) {
                writer.add(entry);
            }
            assertThat(writer.documents()).isEqualTo(4);
            plain = writer.bytes();
            batch = writer.finish();
        }

        byte[] bytes = Files.readAllBytes(file);
        assertThat(batch).isEqualTo(new Batch("00007.jsonl.zst", bytes.length, ManifestJson.sha256(bytes), "a", "é", 4, 1, 1, 5,
                plain, batch.tail()));
        try (BatchReader reader = new BatchReader(RangeReader.of(file), batch, "batch");
                EntryCursor cursor = reader.cursor(null, null)) {
            assertThat(all(cursor)).extracting(Entry::idText).containsExactly("a", "b", "c", "d", "é");
        }
    }

    @Test
    void idsAreOrderedByTheirUtf8() {
        String longest = "x".repeat(3_999) + "é";
        List<Entry> entries = List.of(entry("A", ""), entry("\uff21", ""), entry("\ud83d\ude00", ""), entry(longest, ""),
                entry("_design/a", ""), entry("é", ""));

        Written written = write(entries);

        assertThat(written.readAll()).extracting(Entry::idText)
                .containsExactly("A", "_design/a", longest, "é", "\uff21", "\ud83d\ude00");
        assertThat(written.batch().firstId()).isEqualTo("A");
        assertThat(written.batch().lastId()).isEqualTo("\ud83d\ude00");
    }

    @Test
    void lineLongerThanAFrameIsAFrameByItself() {
        String huge = "h".repeat(3 * Frames.PLAIN);
        List<Entry> entries = List.of(entry("a", ""), entry("b", huge), entry("c", ""), entry("d", huge), entry("e", huge));

        Written written = write(entries);

        assertThat(written.readAll()).isEqualTo(entries);
        assertThat(frames(written)).extracting(Frame::lines).containsExactly(1, 1, 1, 1, 1);
        for (Entry entry : entries) {
            assertThat(written.reader().find(entry.id())).contains(entry);
        }
    }

    @Test
    void framesHoldUpTo512KibOfText() {
        List<Entry> entries = IntStream.range(0, 10_000).mapToObj(i -> entry("%05d".formatted(i), "x".repeat(i % 500))).toList();

        List<Frame> frames = frames(write(entries));

        assertThat(frames).hasSize(6);
        assertThat(frames.subList(0, 5)).allSatisfy(frame -> assertThat(frame.plain()).isBetween(511 * 1024, 512 * 1024));
    }

    @Test
    void findingOneDocumentReadsTheTailAndOneFrame() {
        List<Entry> entries = IntStream.range(0, 5_000).mapToObj(i -> entry("%05d".formatted(i), "x".repeat(i % 500))).toList();
        Written written = write(entries);
        InMemory file = new InMemory(written.file());
        BatchReader reader = new BatchReader(file, written.batch(), "batch");

        assertThat(reader.find(utf8("03000"))).contains(entries.get(3_000));

        assertThat(file.reads).hasSize(2).startsWith((int) written.batch().tail());
        assertThat(reader.find(utf8("03001"))).contains(entries.get(3_001));
        assertThat(file.reads).hasSize(3);
        reader.close();
        assertThat(file.closed).isTrue();
    }

    @Test
    void documentThatIsNotThereIsMostlyToldByManifestAndFilter() {
        List<Entry> entries = IntStream.range(0, 1_000).mapToObj(i -> entry("%05d".formatted(i), "")).toList();
        Written written = write(entries);
        InMemory file = new InMemory(written.file());
        BatchReader reader = new BatchReader(file, written.batch(), "batch");

        assertThat(reader.find(utf8("0000"))).isEmpty();
        assertThat(reader.find(utf8("00999x"))).isEmpty();
        assertThat(file.reads).isEmpty();

        for (int i = 0; i < 900; i++) {
            assertThat(reader.find(utf8("%05d-".formatted(i)))).isEmpty();
        }
        assertThat(file.reads).hasSizeBetween(1, 30);
    }

    @Test
    void rangeReadsOnlyTheFramesItNeeds() {
        List<Entry> entries = IntStream.range(0, 5_000).mapToObj(i -> entry("%05d".formatted(i), "x".repeat(i % 500))).toList();
        Written written = write(entries);
        InMemory file = new InMemory(written.file());
        BatchReader reader = new BatchReader(file, written.batch(), "batch");

        assertThat(all(reader.cursor(utf8("02000"), utf8("02010")))).isEqualTo(entries.subList(2_000, 2_010));

        assertThat(file.reads).hasSize(2);
    }

    @Test
    void idsThatDoNotAscendAreRefused() {
        try (BatchWriter writer = new BatchWriter(folder.resolve("batch"))) {
            writer.add(entry("b", ""));
            assertThatThrownBy(() -> writer.add(entry("b", ""))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.add(entry("a", ""))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Ids must ascend: a after b");
        }
    }

    @Test
    void unfinishedFileIsDeleted() {
        Path file = folder.resolve("batch");
        try (BatchWriter writer = new BatchWriter(file)) {
            writer.add(entry("a", ""));
            assertThat(file).exists();
        }

        assertThat(file).doesNotExist();
    }

    @Test
    void emptyBatchCannotBeFinishedAndNoBatchTwice() {
        Path file = folder.resolve("batch");
        try (BatchWriter writer = new BatchWriter(file)) {
            assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
            writer.add(entry("a", ""));
            writer.finish();
            assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> writer.add(entry("b", ""))).isInstanceOf(IllegalStateException.class);
        }
        assertThat(file).exists();
    }

    @Test
    void fileThatCannotBeWrittenOrReadIsNamed() {
        Path file = folder.resolve("none").resolve("batch");

        assertThatThrownBy(() -> new BatchWriter(file)).isInstanceOf(Failure.class)
                .hasMessage("Could not write " + file + ": there is no such file");
        assertThatThrownBy(() -> RangeReader.of(file).read(0, 1)).isInstanceOf(Failure.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> RangeReader.of(file).size()).isInstanceOf(Failure.class).hasMessageContaining("no such file");
    }

    @Test
    void fileThatEndsTooEarlyIsDamaged() throws IOException {
        Path file = Files.write(folder.resolve("short"), new byte[10]);

        assertThat(RangeReader.of(file).size()).isEqualTo(10);
        assertThat(RangeReader.of(file).read(4, 6)).hasSize(6);
        assertThatThrownBy(() -> RangeReader.of(file).read(4, 7)).isInstanceOf(Failure.class)
                .hasMessage(file + " is damaged: it ends before byte 11");
    }

    @Test
    void batchThatIsNotTheOneOfTheManifestIsDamaged() {
        List<Entry> entries = new ArrayList<>(List.of(entry("a", "1"), deleted("b"), absent("c"), entry("d", "4")));
        Written written = write(entries);
        Batch b = written.batch();

        assertDamaged(written, claim(b.size(), "0", "d", 3, 1, 1, 3, b.bytes(), b.tail()), "its first id");
        assertDamaged(written, claim(b.size(), "a", "e", 3, 1, 1, 3, b.bytes(), b.tail()), "its last id");
        assertDamaged(written, claim(b.size(), "a", "d", 4, 1, 1, 3, b.bytes(), b.tail()), "not hold as much");
        assertDamaged(written, claim(b.size(), "a", "d", 3, 2, 1, 3, b.bytes(), b.tail()), "not hold as much");
        assertDamaged(written, claim(b.size(), "a", "d", 3, 1, 2, 3, b.bytes(), b.tail()), "not hold as much");
        assertDamaged(written, claim(b.size(), "a", "d", 3, 1, 1, 4, b.bytes(), b.tail()), "not hold as much");
        assertDamaged(written, claim(b.size(), "a", "d", 3, 1, 1, 3, 9, b.tail()), "not hold as much");
        assertDamaged(written, claim(b.size() + 1, "a", "d", 3, 1, 1, 3, b.bytes(), b.tail()), "bytes instead");
        assertDamaged(written, claim(b.size(), "a", "d", 3, 1, 1, 3, b.bytes(), b.tail() + 1), "do not follow");
        assertDamaged(written, claim(b.size(), "a", "d", 3, 1, 1, 3, b.bytes(), b.size()), "its tail has");
    }

    private static Batch claim(long size, String firstId, String lastId, long documents, long deleted, long absent,
            long revisions, long bytes, long tail) {
        return new Batch("f", size, "0".repeat(64), firstId, lastId, documents, deleted, absent, revisions, bytes, tail);
    }

    private static void assertDamaged(Written written, Batch claimed, String why) {
        try (BatchReader reader = new BatchReader(new InMemory(written.file()), claimed, "gold/f")) {
            assertThatThrownBy(() -> all(reader.cursor(null, null))).isInstanceOf(Failure.class)
                    .hasMessageStartingWith("gold/f is damaged: ").hasMessageContaining(why);
        }
    }

    private static List<Frame> frames(Written written) {
        int data = (int) (written.batch().size() - written.batch().tail());
        byte[] tail = new InMemory(written.file()).read(data, (int) written.batch().tail());
        return Tail.parse(tail, data, "batch").frames();
    }
}
