package io.camelback.archive;

import static io.camelback.archive.Samples.all;
import static io.camelback.archive.Samples.document;
import static io.camelback.archive.Samples.entry;
import static io.camelback.archive.Samples.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.archive.Samples.Written;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever happens to a batch file, what is read of it is right, or nothing is. */
class DamageTest {

    private final List<Entry> entries = List.of(entry("a", "one"), document("b", "{\"_id\":\"b\",\"_rev\":\"2-x\",\"n\":1.50}",
            "{\"_id\":\"b\",\"_rev\":\"2-y\"}"), Samples.absent("c"), Samples.deleted("d"), entry("é", "repeated ".repeat(30)));
    private final Written written = write(entries, 120);

    @Test
    void flippedBitIsFoundOutOrDoesNoHarm() {
        int found = 0;
        for (int bit = 0; bit < 8 * written.file().length; bit++) {
            byte[] damaged = written.file().clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            found += isFoundOut(damaged, "bit " + bit) ? 1 : 0;
        }
        assertThat(found).as("harmless are but the bits that zstd or its seek table do not use")
                .isGreaterThan(8 * written.file().length - 32);
    }

    @Test
    void everyTruncationIsFoundOut() {
        for (int length = 0; length < written.file().length; length++) {
            assertThat(isFoundOut(Arrays.copyOf(written.file(), length), "length " + length)).isTrue();
        }
    }

    @Test
    void everyByteTooManyIsFoundOut() {
        assertThat(isFoundOut(Arrays.copyOf(written.file(), written.file().length + 1), "longer")).isTrue();
    }

    @Test
    void runsOfZerosAreFoundOut() {
        for (int start = 0; start + 16 <= written.file().length; start++) {
            byte[] damaged = written.file().clone();
            Arrays.fill(damaged, start, start + 16, (byte) 0);
            isFoundOut(damaged, "zeros from " + start);
        }
    }

    @Test
    void twoFramesThatChangedPlacesAreFoundOut() {
        Written same = write(List.of(entry("a", "x"), entry("b", "x")), 1);
        int half = (int) (same.batch().size() - same.batch().tail()) / 2;
        byte[] swapped = same.file().clone();
        System.arraycopy(same.file(), 0, swapped, half, half);
        System.arraycopy(same.file(), half, swapped, 0, half);

        assertThat(readOf(same, swapped)).isEmpty();
    }

    /** Reads everything and looks for everything; neither may ever give anything else than what was written. */
    private boolean isFoundOut(byte[] damaged, String what) {
        Optional<List<Entry>> read = readOf(written, damaged);
        read.ifPresent(all -> assertThat(all).as(what).isEqualTo(entries));
        for (Entry entry : entries) {
            try (BatchReader reader = written.reader(damaged)) {
                assertThat(reader.find(entry.id())).as(what).contains(entry);
            } catch (Failure failure) {
                assertThat(failure.reason()).as(what).isEqualTo(Reason.DAMAGED);
            }
        }
        return read.isEmpty();
    }

    private static Optional<List<Entry>> readOf(Written written, byte[] damaged) {
        try (BatchReader reader = written.reader(damaged); EntryCursor cursor = reader.cursor(null, null)) {
            return Optional.of(all(cursor));
        } catch (Failure failure) {
            assertThat(failure.reason()).isEqualTo(Reason.DAMAGED);
            return Optional.empty();
        }
    }
}
