package io.camelback.archive;

import static io.camelback.archive.Samples.absent;
import static io.camelback.archive.Samples.entry;
import static io.camelback.archive.Samples.plainText;
import static io.camelback.archive.Samples.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import io.camelback.archive.Samples.Written;
import io.camelback.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.MurmurHash3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads batch files with nothing but the description of the format, and with other people's readers. */
class BatchFileFormatTest {

    private final List<Entry> entries = Stream.concat(
            IntStream.range(0, 3_000).mapToObj(i -> entry("é%05d".formatted(i), "x".repeat(i % 400))),
            Stream.of(absent("purged"), entry("large", "y".repeat(300_000)))).toList();
    private final Written written = write(entries);

    @TempDir
    Path folder;

    @Test
    void zstdStreamGivesThePlainText() throws IOException {
        try (ZstdInputStream stream = new ZstdInputStream(new ByteArrayInputStream(written.file()))) {
            assertThat(stream.readAllBytes()).isEqualTo(plainText(entries));
        }
    }

    @Test
    void zstdCommandGivesThePlainText() throws IOException, InterruptedException {
        assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(bin -> Files.isExecutable(Path.of(bin, "zstd"))),
                "the command zstd is installed");
        Path file = Files.write(folder.resolve("batch.zst"), written.file());
        Path text = folder.resolve("text");

        Process zstd = new ProcessBuilder("zstd", "-dc", file.toString()).redirectOutput(text.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();

        assertThat(zstd.waitFor()).isZero();
        assertThat(text).hasBinaryContent(plainText(entries));
    }

    @Test
    void seekTableListsAllFramesBeforeIt() {
        ByteBuffer file = ByteBuffer.wrap(written.file()).order(ByteOrder.LITTLE_ENDIAN);
        int size = file.capacity();
        assertThat(file.getInt(size - 4)).isEqualTo(0x8F92EAB1);
        assertThat(file.get(size - 5)).isZero();
        int frames = file.getInt(size - 9);
        int table = size - 17 - 8 * frames;
        assertThat(file.getInt(table)).isEqualTo(0x184D2A5E);
        assertThat(file.getInt(table + 4)).isEqualTo(8 * frames + 9);

        ByteArrayOutputStream text = new ByteArrayOutputStream();
        List<Integer> plain = new ArrayList<>();
        int offset = 0;
        for (int i = 0; i < frames; i++) {
            int stored = file.getInt(table + 8 + 8 * i);
            plain.add(file.getInt(table + 12 + 8 * i));
            if (plain.get(i) > 0) {
                text.writeBytes(Zstd.decompress(Arrays.copyOfRange(written.file(), offset, offset + stored), plain.get(i)));
            }
            offset += stored;
        }
        assertThat(offset).isEqualTo(table);
        assertThat(text.toByteArray()).isEqualTo(plainText(entries));
        assertThat(plain).hasSizeGreaterThan(3).endsWith(0, 0);
    }

    @Test
    void tailAloneLeadsToEveryFrame() {
        int tail = written.file().length - (int) written.batch().tail();
        ByteBuffer file = ByteBuffer.wrap(written.file()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(file.getInt(tail)).isEqualTo(0x184D2A50);
        assertThat(ascii(tail + 8, 4)).isEqualTo("CBIX");
        assertThat(file.get(tail + 12)).isEqualTo((byte) 1);

        ByteBuffer index = content(tail);
        int frames = index.getInt();
        int lines = 0;
        for (int i = 0; i < frames; i++) {
            int offset = (int) index.getLong();
            lines += index.getInt();
            byte[] firstId = new byte[index.getInt()];
            index.get(firstId);
            int stored = (int) Zstd.findFrameCompressedSize(Arrays.copyOfRange(written.file(), offset, tail));
            byte[] text = Zstd.decompress(Arrays.copyOfRange(written.file(), offset, offset + stored));
            int end = new String(text, StandardCharsets.ISO_8859_1).indexOf('\n');
            assertThat(Entry.parse(Arrays.copyOf(text, end)).id()).isEqualTo(firstId);
        }
        assertThat(index.hasRemaining()).isFalse();
        assertThat(lines).isEqualTo(entries.size());
    }

    @Test
    void filterHoldsTheBitsOfEveryId() {
        int tail = written.file().length - (int) written.batch().tail();
        ByteBuffer file = ByteBuffer.wrap(written.file()).order(ByteOrder.LITTLE_ENDIAN);
        int filter = tail + 8 + file.getInt(tail + 4);
        assertThat(file.getInt(filter)).isEqualTo(0x184D2A51);
        assertThat(ascii(filter + 8, 4)).isEqualTo("CBBF");
        assertThat(file.get(filter + 12)).isEqualTo((byte) 1);

        ByteBuffer content = content(filter);
        assertThat(content.getInt()).isEqualTo(7);
        long m = content.getLong();
        assertThat(m).isEqualTo((entries.size() * 10L + 7) / 8 * 8);
        byte[] expected = new byte[(int) m / 8];
        for (Entry entry : entries) {
            long[] h = MurmurHash3.hash128x64(entry.id());
            for (int i = 0; i < 7; i++) {
                int bit = (int) Long.remainderUnsigned(h[0] + i * h[1], m);
                expected[bit / 8] |= (byte) (1 << bit % 8);
            }
        }
        byte[] bits = new byte[content.remaining()];
        content.get(bits);
        assertThat(bits).isEqualTo(expected);
    }

    @Test
    void skippableFramesOfLaterVersionsArePassedOver() {
        Written small = write(List.of(entry("a", "1"), entry("b", "2")), 10);
        byte[] file = small.file();
        int tail = file.length - (int) small.batch().tail();
        ByteBuffer old = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int table = file.length - 17 - 8 * 4;
        ByteBuffer bytes = ByteBuffer.allocate(file.length + 12 + 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(file, 0, table).putInt(0x184D2A57).putInt(4).putInt(42);
        bytes.putInt(0x184D2A5E).putInt(old.getInt(table + 4) + 8).put(file, table + 8, 32).putInt(12).putInt(0);
        bytes.putInt(5).put((byte) 0).putInt(0x8F92EAB1);
        Batch b = small.batch();
        Batch batch = new Batch(b.file(), bytes.capacity(), b.sha256(), "a", "b", 2, 0, 0, 2, b.bytes(), bytes.capacity() - tail);

        assertThat(new Written(bytes.array(), batch).readAll()).extracting(Entry::idText).containsExactly("a", "b");
    }

    @Test
    void indexOfAnotherVersionIsRefused() {
        byte[] file = written.file().clone();
        file[file.length - (int) written.batch().tail() + 12] = 2;

        assertThatThrownBy(() -> written.reader(file).cursor(null, null)).isInstanceOf(Failure.class)
                .hasMessage("batch is damaged: its index has version 2 instead of 1");
    }

    @Test
    void frameThatClaimsToBeHugeIsRefusedBeforeMemoryIsTaken() {
        byte[] bomb = new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) 0xE4, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0};

        assertThatThrownBy(() -> Frames.decompress(bomb, -1, "batch")).isInstanceOf(Failure.class)
                .hasMessage("batch is damaged: the sizes of a zstd frame are not what they should be");
    }

    @Test
    void frameWithoutAChecksumIsRefused() {
        assertThatThrownBy(() -> Frames.decompress(Zstd.compress(new byte[100]), 100, "batch")).isInstanceOf(Failure.class)
                .hasMessage("batch is damaged: there is no zstd frame with a checksum where one should be");
    }

    /** What the zstd frame in a skippable frame decompresses to. */
    private ByteBuffer content(int frame) {
        int length = ByteBuffer.wrap(written.file()).order(ByteOrder.LITTLE_ENDIAN).getInt(frame + 4);
        byte[] zstd = Arrays.copyOfRange(written.file(), frame + 13, frame + 8 + length);
        return ByteBuffer.wrap(Zstd.decompress(zstd)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String ascii(int offset, int length) {
        return Samples.text(Arrays.copyOfRange(written.file(), offset, offset + length));
    }
}
