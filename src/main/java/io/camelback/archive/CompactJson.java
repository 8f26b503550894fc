package io.camelback.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Passes over JSON values without reading them, and holds them to the letter of RFC 8259 and of UTF-8, provided that there is no
 * white space between tokens and that they are nested no deeper than 100.
 *
 * <p>Each method takes the position where something begins, and returns the one after it, which is always inside the text; or
 * {@link #NO} if there is no such thing there. That works because the text has to end with a brace and a bracket, and the bracket
 * is no part of a value: whatever is passed over, there is a byte after it.
 */
final class CompactJson {

    static final int NO = -1;

    private static final int DEEPEST = 100;
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    /** The least code point that a UTF-8 sequence with so many bytes after the first may have. */
    private static final int[] LEAST = {0, 0x80, 0x800, 0x10000};

    private final byte[] text;
    private final int end;

    CompactJson(byte[] text) {
        this.text = text;
        this.end = text.length;
    }

    int value(int start) {
        return value(start, 1);
    }

    /** @param start of the quote */
    int string(int start) {
        int at = start + 1;
        while (at != NO) {
            if (at + 8 < end) {
                long special = EightBytes.special(EightBytes.at(text, at));
                if (special == 0) {
                    at += 8;
                    continue;
                }
                at += EightBytes.before(special);
            }
            byte b = text[at];
            if (b == '"') {
                return at + 1;
            } else if (b == '\\') {
                at = escape(at + 1);
            } else if (b < 0) {
                at = beyondAscii(at);
            } else {
                at = b < ' ' || at + 1 == end ? NO : at + 1;
            }
        }
        return NO;
    }

    private int value(int start, int depth) {
        return switch (text[start]) {
            case '"' -> string(start);
            case '{' -> depth < DEEPEST ? object(start, depth + 1) : NO;
            case '[' -> depth < DEEPEST ? array(start, depth + 1) : NO;
            case 't' -> word(TRUE, start);
            case 'f' -> word(FALSE, start);
            case 'n' -> word(NULL, start);
            default -> number(start);
        };
    }

    private int object(int start, int depth) {
        int at = start + 1;
        if (text[at] != '}') {
            at = field(at, depth);
            while (at != NO && text[at] == ',') {
                at = field(at + 1, depth);
            }
        }
        return at == NO || text[at] != '}' ? NO : at + 1;
    }

    private int field(int start, int depth) {
        int colon = text[start] == '"' ? string(start) : NO;
        return colon == NO || text[colon] != ':' ? NO : value(colon + 1, depth);
    }

    private int array(int start, int depth) {
        int at = start + 1;
        if (text[at] != ']') {
            at = value(at, depth);
            while (at != NO && text[at] == ',') {
                at = value(at + 1, depth);
            }
        }
        return at == NO || text[at] != ']' || at + 1 == end ? NO : at + 1;
    }

    private int word(byte[] word, int start) {
        int after = start + word.length;
        return after < end && Arrays.equals(word, 0, word.length, text, start, after) ? after : NO;
    }

    private int number(int start) {
        int whole = text[start] == '-' ? start + 1 : start;
        int at = digits(whole);
        if (at == NO || text[whole] == '0' && at > whole + 1) {
            return NO;
        }
        if (text[at] == '.') {
            at = digits(at + 1);
        }
        if (at != NO && (text[at] == 'e' || text[at] == 'E')) {
            at = digits(text[at + 1] == '+' || text[at + 1] == '-' ? at + 2 : at + 1);
        }
        return at;
    }

    private int digits(int start) {
        int at = start;
        while (text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at == start ? NO : at;
    }

    private int escape(int start) {
        return switch (text[start]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> start + 1;
            case 'u' -> isHex(start + 1) && isHex(start + 2) && isHex(start + 3) && isHex(start + 4) ? start + 5 : NO;
            default -> NO;
        };
    }

    private boolean isHex(int at) {
        byte b = text[at];
        return b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F';
    }

    /** One character, in its shortest form, and not half of a surrogate pair. */
    private int beyondAscii(int start) {
        int lead = text[start] & 0xFF;
        if (lead >= 0xC2 && lead < 0xE0) {    // most are of two bytes, and these take no more than this
            return (text[start + 1] & 0xC0) == 0x80 ? start + 2 : NO;
        }
        int more = lead < 0xE0 ? 0 : lead < 0xF0 ? 2 : 3;
        int point = lead & 0x3F >>> more;
        for (int at = start + 1; at <= start + more; at++) {
            if ((text[at] & 0xC0) != 0x80) {
                return NO;
            }
            point = point << 6 | text[at] & 0x3F;
        }
        boolean valid = more > 0 && lead < 0xF8 && point >= LEAST[more] && point <= Character.MAX_CODE_POINT
                && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
        return valid ? start + more + 1 : NO;
    }
}
