package io.camelback.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads lines as servers send them, several times as fast as a parser for all of JSON does: without white space between tokens,
 * nested no deeper than {@link #DEEPEST}, with nothing escaped in ids and in names of top-level fields, not absent. What it
 * takes is JSON by the letter and gives the same entry as the parser would. What it doesn't take may be right or wrong.
 *
 * <p>Methods that pass over a part of the line take the position where that begins, and return the one after it, which is never
 * the end of the line, or {@link #NO} when this is no ordinary line.
 */
final class OrdinaryLine {

    private static final int NO = -1;
    private static final int DEEPEST = 100;

    private static final byte[] ID = ascii("_id");
    private static final byte[] DELETED = ascii("_deleted");
    private static final byte[] ABSENT = ascii("_absent");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");

    /** The least code point that a UTF-8 sequence with so many bytes after the first may have. */
    private static final int[] LEAST = {0, 0x80, 0x800, 0x10000};

    private final byte[] line;
    private final int end;
    private byte[] id;
    private int[] bounds = new int[2];
    private int leaves;
    private int deletions;

    private OrdinaryLine(byte[] line) {
        this.line = line;
        this.end = line.length;
    }

    /** The entry of the line, or null if this is none that can be told in the short way. */
    static Entry read(byte[] line) {
        return new OrdinaryLine(line).read();
    }

    private Entry read() {
        if (end < 4 || line[0] != '[' || line[end - 2] != '}' || line[end - 1] != ']') {
            return null;
        }
        int at = 0;
        do {
            at = leaf(at + 1);
        } while (at != NO && line[at] == ',');
        return at == end - 1 ? new Entry(id, line, Arrays.copyOf(bounds, 2 * leaves), deletions == leaves, false) : null;
    }

    private int leaf(int start) {
        if (line[start] != '{') {
            return NO;
        }
        boolean hasId = false;
        boolean deletion = false;
        int at = start;
        do {
            int name = at + 2;
            int value = name(at + 1);
            if (value == NO) {
                return NO;
            }
            at = value(value, 1);
            if (at == NO) {
                return NO;
            }
            if (line[name] == '_') {
                int nameEnd = value - 2;
                if (is(ID, name, nameEnd)) {
                    if (hasId || !isId(value, at)) {
                        return NO;
                    }
                    hasId = true;
                } else if (is(DELETED, name, nameEnd)) {
                    deletion = line[value] == 't';
                } else if (is(ABSENT, name, nameEnd)) {
                    return NO;
                }
            }
        } while (line[at] == ',');
        if (line[at] != '}' || !hasId) {
            return NO;
        }
        add(start, at + 1, deletion);
        return at + 1;
    }

    private void add(int start, int after, boolean deletion) {
        if (2 * leaves == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * leaves] = start;
        bounds[2 * leaves + 1] = after;
        leaves++;
        deletions += deletion ? 1 : 0;
    }

    /** Whether a value is an id, and that of the leaves before if there are any. */
    private boolean isId(int value, int after) {
        int start = value + 1;
        int stop = after - 1;
        if (line[value] != '"' || start == stop || hasEscape(start, stop)) {
            return false;
        }
        if (id == null) {
            id = Arrays.copyOfRange(line, start, stop);
            return true;
        }
        return is(id, start, stop);
    }

    private boolean is(byte[] text, int start, int stop) {
        return Arrays.equals(text, 0, text.length, line, start, stop);
    }

    private boolean hasEscape(int start, int stop) {
        for (int at = start; at < stop; at++) {
            if (line[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** Passes over the name of a top-level field and its colon. */
    private int name(int start) {
        int after = line[start] == '"' ? string(start + 1) : NO;
        return after == NO || line[after] != ':' || hasEscape(start, after) ? NO : after + 1;
    }

    private int value(int start, int depth) {
        return switch (line[start]) {
            case '"' -> string(start + 1);
            case '{' -> object(start, depth);
            case '[' -> array(start, depth);
            case 't' -> word(TRUE, start);
            case 'f' -> word(FALSE, start);
            case 'n' -> word(NULL, start);
            default -> number(start);
        };
    }

    private int object(int start, int depth) {
        if (line[start + 1] == '}') {
            return start + 2;
        }
        int at = depth == DEEPEST ? NO : start;
        while (at != NO) {
            at = line[at + 1] == '"' ? string(at + 2) : NO;
            at = at != NO && line[at] == ':' ? value(at + 1, depth + 1) : NO;
            if (at == NO || line[at] == '}') {
                return at == NO ? NO : at + 1;
            }
            at = line[at] == ',' ? at : NO;
        }
        return NO;
    }

    private int array(int start, int depth) {
        int at = start + 1;
        if (line[at] != ']') {
            if (depth == DEEPEST) {
                return NO;
            }
            at = value(at, depth + 1);
            while (at != NO && line[at] == ',') {
                at = value(at + 1, depth + 1);
            }
            if (at == NO || line[at] != ']') {
                return NO;
            }
        }
        return at + 1 == end ? NO : at + 1;
    }

    private int word(byte[] word, int start) {
        int after = start + word.length;
        return after < end && is(word, start, after) ? after : NO;
    }

    private int number(int start) {
        int whole = line[start] == '-' ? start + 1 : start;
        int at = digits(whole);
        if (at == NO || line[whole] == '0' && at > whole + 1) {
            return NO;
        }
        if (line[at] == '.') {
            at = digits(at + 1);
        }
        if (at != NO && (line[at] == 'e' || line[at] == 'E')) {
            at = digits(line[at + 1] == '+' || line[at + 1] == '-' ? at + 2 : at + 1);
        }
        return at;
    }

    private int digits(int start) {
        int at = start;
        while (line[at] >= '0' && line[at] <= '9') {
            at++;
        }
        return at == start ? NO : at;
    }

    /** Passes over the rest of a string whose quote was read. */
    private int string(int start) {
        int at = start;
        while (true) {
            if (at + 8 < end) {
                long special = EightBytes.special(EightBytes.at(line, at));
                if (special == 0) {
                    at += 8;
                    continue;
                }
                at += EightBytes.before(special);
            }
            byte b = line[at];
            if (b == '"') {
                return at + 1;
            } else if (b == '\\') {
                at = escape(at + 1);
            } else if (b < 0) {
                at = beyondAscii(at);
            } else {
                at = b < ' ' || at + 1 == end ? NO : at + 1;
            }
            if (at == NO) {
                return NO;
            }
        }
    }

    private int escape(int at) {
        return switch (line[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
            case 'u' -> at + 5 < end && isHex(at + 1) && isHex(at + 2) && isHex(at + 3) && isHex(at + 4) ? at + 5 : NO;
            default -> NO;
        };
    }

    private boolean isHex(int at) {
        byte b = line[at];
        return b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F';
    }

    /** Passes over one character of UTF-8, in its shortest form, and not half of a surrogate pair. */
    private int beyondAscii(int start) {
        int lead = line[start] & 0xFF;
        int more = lead < 0xC2 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        int point = lead & 0x3F >>> more;
        for (int at = start + 1; at <= start + more; at++) {
            if ((line[at] & 0xC0) != 0x80) {
                return NO;
            }
            point = point << 6 | line[at] & 0x3F;
        }
        boolean valid = more > 0 && lead < 0xF8 && point >= LEAST[more] && point <= Character.MAX_CODE_POINT
                && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
        return valid ? start + more + 1 : NO;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
