package io.camelback.archive;

import static io.camelback.archive.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.failure.Failure;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BloomFilterTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 10_000, 100_000})
    void everyKeyMayBeInIt(int keys) {
        BloomFilter filter = BloomFilter.parse(filterOf(keys).content(), "batch");

        assertThat(IntStream.range(0, keys)).allMatch(key -> filter.mayContain(utf8("document-" + key)));
    }

    @Test
    void aboutOnePercentOfOtherKeysMayBeInIt() {
        BloomFilter filter = filterOf(100_000);

        long wrong = IntStream.range(0, 100_000).filter(key -> filter.mayContain(utf8("another-" + key))).count();

        assertThat(wrong).isBetween(600L, 1_000L);
    }

    /** Worked out with another MurmurHash3, in another language. */
    @Test
    void bitsAreThoseOfTheDocumentedHash() {
        BloomFilter.Builder builder = new BloomFilter.Builder();
        builder.add(utf8("order-1"));
        builder.add(utf8("é😀"));
        builder.add(utf8("an id of more than sixteen bytes"));

        assertThat(HexFormat.of().formatHex(builder.build().content())).isEqualTo("07000000200000000000000033994cfe");
    }

    @Test
    void contentThatMakesNoSenseIsRefused() {
        byte[] tooShort = new byte[12];
        byte[] noHashes = filterOf(10).content();
        noHashes[0] = 0;
        byte[] otherSize = filterOf(10).content();
        otherSize[4]++;

        for (byte[] content : new byte[][] {tooShort, noHashes, otherSize}) {
            assertThatThrownBy(() -> BloomFilter.parse(content, "batch")).isInstanceOf(Failure.class)
                    .hasMessage("batch is damaged: its filter makes no sense");
        }
    }

    private static BloomFilter filterOf(int keys) {
        BloomFilter.Builder builder = new BloomFilter.Builder();
        IntStream.range(0, keys).forEach(key -> builder.add(utf8("document-" + key)));
        return builder.build();
    }
}
