package io.camelback.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Sizes and ranges of encrypted objects, at the borders of segments above all. */
class SegmentsPropertiesTest {

    private static final String KEY = "orders/a/00000.jsonl.zst";
    private static final int FIRST = 65_536 - 40 - 16;
    private static final int OTHERS = 65_536 - 16;

    private final Encryption encryption = TestKeys.of("encryption.key", TestKeys.key(1));

    private record Pair(byte[] plain, byte[] stored) {
    }

    private Pair encrypted(int size) {
        try {
            byte[] plain = new byte[size];
            new Random(size).nextBytes(plain);
            Path file = Files.write(Files.createTempFile("plain", ""), plain);
            Path encrypted = Files.createTempFile("encrypted", "");
            try {
                encryption.encrypt(file, encrypted, KEY);
                return new Pair(plain, Files.readAllBytes(encrypted));
            } finally {
                Files.delete(file);
                Files.delete(encrypted);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] read(Pair pair, Part part) {
        byte[] stored = pair.stored();
        int from = (int) Math.min(stored.length, part.storedOffset());
        return encryption.decrypt(part, Arrays.copyOf(stored, Encryption.HEAD),
                Arrays.copyOfRange(stored, from, Math.min(stored.length, from + part.storedLength())), KEY, "it");
    }

    @Provide
    Arbitrary<Integer> places() {
        Arbitrary<Integer> borders = Arbitraries.of(0, FIRST, FIRST + OTHERS, FIRST + 2 * OTHERS);
        return borders.flatMap(border -> Arbitraries.integers().between(-3, 3).map(it -> Math.max(0, border + it)));
    }

    @Property(tries = 40, seed = "1")
    void theSizeOfAnObjectTellsThatOfItsContent(@ForAll("places") int size) {
        assertThat(Encryption.plainSize(encrypted(size).stored().length)).isEqualTo(size);
    }

    @Property(tries = 150, seed = "2")
    void aRangeIsWhatItWas(@ForAll("places") int size, @ForAll("places") int from, @ForAll("places") int to) {
        Pair pair = encrypted(size);
        int offset = Math.min(from, to);
        int end = Math.max(from, to) + 1;
        Part part = new Part(offset, end - offset);
        if (end <= size) {
            assertThat(read(pair, part)).isEqualTo(Arrays.copyOfRange(pair.plain(), offset, end));
        } else {
            assertThatExceptionOfType(Failure.class).isThrownBy(() -> read(pair, part)).withMessageContaining("it ends before byte " + end)
                    .satisfies(it -> assertThat(it.reason()).isEqualTo(Reason.DAMAGED));
        }
    }

    @Property(tries = 200, seed = "3")
    void noMoreIsReadThanTheSegmentsOfARange(@ForAll @IntRange(max = 1_000_000) int offset, @ForAll @IntRange(min = 1, max = 300_000) int length) {
        Part part = new Part(offset, length);
        long first = (offset + 40L) / OTHERS;
        long last = (offset + length - 1 + 40L) / OTHERS;
        assertThat(part.storedLength()).isLessThanOrEqualTo((int) (last - first + 1) * 65_536 + 1);
    }
}
