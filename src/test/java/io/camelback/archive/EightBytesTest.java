package io.camelback.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EightBytesTest {

    @Test
    void byteIsFoundAmongAnyOthersAtAnyPlace() {
        for (int other = 0; other < 256; other++) {
            for (int length = 0; length < 20; length++) {
                byte[] text = new byte[length];
                Arrays.fill(text, (byte) other);
                assertThat(EightBytes.indexOf(text, '\n', 0)).isEqualTo(other == '\n' ? 0 : length);
                for (int at = 0; at < length; at++) {
                    byte kept = text[at];
                    text[at] = '\n';
                    assertThat(EightBytes.indexOf(text, '\n', other == '\n' ? at : 0)).isEqualTo(at);
                    text[at] = kept;
                }
            }
        }
    }

    @Test
    void firstSpecialByteIsTold() {
        for (int value = 0; value < 256; value++) {
            boolean special = value < ' ' || value == '"' || value == '\\' || value > 0x7F;
            for (int at = 0; at < 8; at++) {
                byte[] text = {'a', ' ', '~', '!', '#', '[', ']', 0x7F};
                text[at] = (byte) value;
                long mask = EightBytes.special(EightBytes.at(text, 0));
                assertThat(mask != 0).isEqualTo(special);
                if (special) {
                    assertThat(EightBytes.before(mask)).isEqualTo(at);
                }
            }
        }
    }
}
