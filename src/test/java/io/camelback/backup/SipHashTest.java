package io.camelback.backup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {

    /** Those of its authors: the key is 00 01 … 0f, the text 00 01 02 and so on. */
    @ParameterizedTest
    @CsvSource({"0,726fdb47dd0e0e31", "1,74f839c593dc67fd", "7,ab0200f58b01d137", "8,93f5f5799a932462", "15,a129ca6149be45e5", "63,958a324ceb064572"})
    void vectorsAreRight(int length, String hash) {
        byte[] text = new byte[64];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) i;
        }

        assertThat(new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L).hash(text, length)).isEqualTo(Long.parseUnsignedLong(hash, 16));
    }
}
