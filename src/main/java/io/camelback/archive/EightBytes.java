package io.camelback.archive;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks for bytes eight at a time. A mask tells of eight bytes which is the first that was looked for: it has the high bit of
 * that one, none of those before, and any of those after it; it is 0 if there is none.
 */
public final class EightBytes {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x80 * EACH;

    private EightBytes() {
    }

    public static long at(byte[] text, int at) {
        return (long) LONG.get(text, at);
    }

    /**
     * How many bytes come before the one that a mask tells. Its lowest bit, moved to the lowest of its byte, moves that many bytes of the
     * factor out, and what is the highest byte then is their number. Counting zeros is no single instruction with every compiler of Java.
     */
    public static int before(long mask) {
        return (int) (((mask & -mask) >>> 7) * 0x0001020304050607L >>> 56);
    }

    /** The mask of the bytes that are equal to this one. */
    public static long equal(long bytes, char one) {
        long zero = bytes ^ one * EACH;
        return (zero - EACH) & ~zero & HIGH_BITS;
    }

    /**
     * The mask of what is not just itself in a JSON string: quote, backslash, control characters; and of all beyond ASCII, which
     * needs a closer look.
     */
    static long special(long bytes) {
        long quote = (bytes ^ '"' * EACH) - EACH;
        long backslash = (bytes ^ '\\' * EACH) - EACH;
        long control = bytes - ' ' * EACH;
        return (quote | backslash | control | bytes) & HIGH_BITS;
    }

    /** The position of the first such byte from there on, or the length of the text if it has none. */
    static int indexOf(byte[] text, char one, int from) {
        int at = from;
        while (at + 8 <= text.length) {
            long mask = equal(at(text, at), one);
            if (mask != 0) {
                return at + before(mask);
            }
            at += 8;
        }
        while (at < text.length && text[at] != one) {
            at++;
        }
        return at;
    }
}
