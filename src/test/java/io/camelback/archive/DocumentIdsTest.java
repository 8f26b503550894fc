package io.camelback.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.failure.Failure;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentIdsTest {

    private static final String EMOJI = "\ud83d\ude00";
    private static final String FULLWIDTH_A = "\uff21";

    @Test
    void emojiSortAfterTheBasicPlaneUnlikeInJava() {
        assertThat(EMOJI).isLessThan(FULLWIDTH_A);
        assertThat(DocumentIds.ORDER.compare(DocumentIds.utf8(EMOJI), DocumentIds.utf8(FULLWIDTH_A))).isPositive();
        assertThat(DocumentIds.ORDER.compare(DocumentIds.utf8("z"), DocumentIds.utf8("é"))).isNegative();
        assertThat(DocumentIds.ORDER.compare(DocumentIds.utf8("a"), DocumentIds.utf8("aa"))).isNegative();
    }

    @Property(tries = 300, seed = "1")
    void orderIsThatOfCodePoints(@ForAll("ids") String a, @ForAll("ids") String b) {
        int expected = Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

        assertThat(Integer.signum(DocumentIds.ORDER.compare(DocumentIds.utf8(a), DocumentIds.utf8(b))))
                .isEqualTo(Integer.signum(expected));
        assertThat(DocumentIds.text(DocumentIds.utf8(a))).isEqualTo(a);
    }

    @Provide
    Arbitrary<String> ids() {
        return EntryArbitraries.ids();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "a\ude00\ud83d", "\ud83dx"})
    void halvesOfSurrogatePairsAreRefused(String id) {
        assertThatThrownBy(() -> DocumentIds.utf8(id)).isInstanceOf(Failure.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0xC3, 0xED, 0xFF})
    void bytesThatAreNoUtf8AreRefused(int first) {
        assertThatThrownBy(() -> DocumentIds.text(new byte[] {(byte) first, (byte) 0xA0, (byte) 0x80}))
                .isInstanceOf(Failure.class);
    }
}
