package io.camelback.archive;

import static io.camelback.archive.Samples.all;
import static io.camelback.archive.Samples.plainText;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An archive as it was written when format 1 was made: it must be readable for ever. */
class GoldenArchiveTest {

    private final byte[] manifestBytes = bytes(ArchiveName.MANIFEST);
    private final Manifest manifest = ManifestJson.read(manifestBytes, GoldenArchive.NAME.manifestKey());

    @Test
    void manifestTellsWhatItAlwaysTold() {
        assertThat(manifest.name()).isEqualTo(GoldenArchive.NAME);
        assertThat(manifest.counts()).isEqualTo(new Counts(13, 2, 2, 15, 302_893, 939));
        String again = new String(ManifestJson.write(manifest), StandardCharsets.UTF_8);
        assertThat(again.replaceFirst(",\n  \"seal\" : .*\n", "\n")).as("but for the seal, which it is too old to have")
                .isEqualTo(new String(manifestBytes, StandardCharsets.UTF_8));
        for (Segment segment : manifest.segments()) {
            for (Batch batch : segment.batches()) {
                assertThat(ManifestJson.sha256(bytes(batch.file()))).isEqualTo(batch.sha256());
            }
        }
    }

    @Test
    void batchesHoldWhatTheyAlwaysHeld() throws IOException {
        for (int i = 0; i < manifest.segments().size(); i++) {
            List<Entry> entries = GoldenArchive.segments().get(i);
            Batch batch = manifest.segments().get(i).batches().get(0);

            assertThat(all(cursor(i))).isEqualTo(entries);
            try (BatchReader reader = open(batch)) {
                for (Entry entry : entries) {
                    assertThat(reader.find(entry.id())).contains(entry);
                }
            }
            try (ZstdInputStream zstd = new ZstdInputStream(new ByteArrayInputStream(bytes(batch.file())))) {
                assertThat(zstd.readAllBytes()).isEqualTo(plainText(entries));
            }
        }
    }

    @Test
    void newerSegmentWins() {
        try (Merge merge = new Merge(List.of(cursor(1), cursor(0)))) {
            List<Entry> merged = all(merge);

            assertThat(merged).hasSize(12).contains(GoldenArchive.segments().get(1).toArray(Entry[]::new));
            assertThat(merged).filteredOn(Entry::absent).extracting(Entry::idText).containsExactly("order-4", "\ud83d\ude00");
        }
    }

    @Test
    void todaysWriterMakesTheSameTextFilterAndIndex() {
        for (int i = 0; i < manifest.segments().size(); i++) {
            List<Entry> entries = GoldenArchive.segments().get(i);
            Samples.Written today = Samples.write(entries, GoldenArchive.FRAME);
            Batch batch = manifest.segments().get(i).batches().get(0);
            Tail golden = tail(bytes(batch.file()), batch);
            Tail written = tail(today.file(), today.batch());

            assertThat(today.readAll()).isEqualTo(entries);
            assertThat(written.filter().content()).isEqualTo(golden.filter().content());
            assertThat(indexWithoutOffsets(written)).isEqualTo(indexWithoutOffsets(golden));
        }
    }

    @Test
    void oneBatchHasSeveralFramesAndTheOtherOne() {
        assertThat(manifest.segments()).extracting(segment -> {
            Batch batch = segment.batches().get(0);
            return tail(bytes(batch.file()), batch).frames().size();
        }).containsExactly(3, 1);
    }

    /** The content of the index; where frames begin is left to how well zstd compresses this year. */
    private static byte[] indexWithoutOffsets(Tail tail) {
        List<Frame> frames = new ArrayList<>();
        tail.frames().forEach(frame -> frames.add(new Frame(frame.firstId(), frame.lines(), 0, 0, 0)));
        return FrameIndex.content(frames);
    }

    private static Tail tail(byte[] file, Batch batch) {
        int data = (int) (batch.size() - batch.tail());
        return Tail.parse(Arrays.copyOfRange(file, data, file.length), data, "batch");
    }

    private EntryCursor cursor(int segment) {
        return new SegmentCursor(manifest.segments().get(segment), this::file, GoldenArchive.NAME.path(), null, null);
    }

    private BatchReader open(Batch batch) {
        return new BatchReader(file(batch), batch, batch.file());
    }

    private RangeReader file(Batch batch) {
        return RangeReader.of(GoldenArchive.FOLDER.resolve(GoldenArchive.NAME.key(batch.file())));
    }

    private static byte[] bytes(String file) {
        try {
            return Files.readAllBytes(GoldenArchive.FOLDER.resolve(GoldenArchive.NAME.key(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
