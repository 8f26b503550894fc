package io.camelback.couchdb;

import io.camelback.archive.EightBytes;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Cuts the elements of one array out of a JSON object that arrives as a stream, byte for byte:
 * {@code {"results":[element,element,…],…}}. Only one element is held at a time, whatever the size of the whole.
 *
 * <p>It finds where values end and leaves to others whether what is between is right: an element is to be parsed by whoever
 * takes it. A stream that ends before the object does is an {@link EOFException}.
 */
final class JsonArrayCutter {

    private static final int FIRST_BUFFER = 64 * 1024;
    /** From here on a buffer counts as large. */
    private static final int LARGE_BUFFER = 4 * 1024 * 1024;
    /** Bytes of a refused element that are shown: they hold the id. */
    private static final int SHOWN = 120;

    private final InputStream in;
    private final int largest;
    private final Runnable beforeLarge;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int position;
    private int end;
    private int from;
    private boolean first = true;

    /**
     * @param largest the size in bytes of the largest element that is accepted
     * @param beforeLarge is run before an element makes the buffer large, and may wait until there is memory for it
     */
    JsonArrayCutter(InputStream in, int largest, Runnable beforeLarge) {
        this.in = in;
        this.largest = largest;
        this.beforeLarge = beforeLarge;
    }

    /** Goes to the first element of the array under this key. */
    void enter(String key) throws IOException {
        expect('{');
        while (true) {
            String name = name();
            if (name == null) {
                throw new IOException("the answer has no \"" + key + "\"");
            }
            expect(':');
            if (name.equals(key)) {
                expect('[');
                return;
            }
            value();
            if (peek() == ',') {
                position++;
            }
        }
    }

    /** Cuts the next element; false after the last one. Then {@link #finish} reads the rest. */
    boolean next() throws IOException {
        int c = peek();
        if (c == ']') {
            position++;
            return false;
        }
        if (!first) {
            expect(',');
        }
        first = false;
        value();
        return true;
    }

    /** Reads what comes after the array, to the end of the object. */
    void finish() throws IOException {
        while (true) {
            int c = peek();
            position++;
            if (c == '}') {
                return;
            }
            if (c != ',') {
                throw unexpected(c);
            }
            name();
            expect(':');
            value();
        }
    }

    /** The bytes of the element stand in here … */
    byte[] buffer() {
        return buffer;
    }

    /** … from here … */
    int from() {
        return from;
    }

    /** … for so many bytes. */
    int length() {
        return position - from;
    }

    /** Lets go of a buffer that the element made large; with it the element is gone. */
    void shrink() {
        int rest = end - position;
        if (buffer.length >= LARGE_BUFFER && rest < buffer.length / 2) {
            byte[] smaller = new byte[Math.max(FIRST_BUFFER, rest)];
            System.arraycopy(buffer, position, smaller, 0, rest);
            buffer = smaller;
            from = 0;
            position = 0;
            end = rest;
        }
    }

    private String name() throws IOException {
        if (peek() == '}') {
            position++;
            return null;
        }
        value();
        if (buffer[from] != '"') {
            throw unexpected(buffer[from]);
        }
        return new String(buffer, from + 1, position - from - 2, StandardCharsets.UTF_8);
    }

    /** Passes one value of any kind; {@code from} and {@code position} are its borders then. */
    private void value() throws IOException {
        int c = peek();
        from = position;
        if (c == '"') {
            string();
        } else if (c == '{' || c == '[') {
            nested();
        } else {
            scalar();
        }
    }

    private void nested() throws IOException {
        int depth = 0;
        while (true) {
            position = structural();
            if (position == end) {
                fill();
                continue;
            }
            switch (buffer[position]) {
                case '"' -> string();
                case '{', '[' -> {
                    depth++;
                    position++;
                }
                default -> {
                    depth--;
                    position++;
                    if (depth == 0) {
                        return;
                    }
                }
            }
        }
    }

    /** Where the next quote, brace or bracket is, or the end of what is there. */
    private int structural() {
        byte[] bytes = buffer;
        int stop = end;
        int at = position;
        while (at < stop && !isStructural(bytes[at])) {
            at++;
        }
        return at;
    }

    /** A bracket and its brace differ by the bit that a space has. */
    private static boolean isStructural(byte b) {
        return b == '"' || (b | ' ') == '{' || (b | ' ') == '}';
    }

    private void string() throws IOException {
        position++;
        while (true) {
            position = special();
            if (position == end) {
                fill();
                continue;
            }
            if (buffer[position++] == '"') {
                return;
            }
            if (position == end) {
                fill();
            }
            position++;
        }
    }

    /** Where the next quote or backslash is, or the end of what is there: most of an answer is passed here, so nothing but locals is touched. */
    private int special() {
        byte[] bytes = buffer;
        int stop = end;
        int at = position;
        while (at + 8 <= stop) {
            long eight = EightBytes.at(bytes, at);
            long mask = EightBytes.equal(eight, '"') | EightBytes.equal(eight, '\\');
            if (mask != 0) {
                return at + EightBytes.before(mask);
            }
            at += 8;
        }
        while (at < stop && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    private void scalar() throws IOException {
        while (true) {
            if (position == end) {
                fill();
            }
            switch (buffer[position]) {
                case ',', ']', '}', ' ', '\n', '\r', '\t' -> {
                    if (position == from) {
                        throw unexpected(buffer[position]);
                    }
                    return;
                }
                default -> position++;
            }
        }
    }

    private int peek() throws IOException {
        while (true) {
            from = position;
            if (position == end) {
                fill();
            }
            switch (buffer[position]) {
                case ' ', '\n', '\r', '\t' -> position++;
                default -> {
                    return buffer[position];
                }
            }
        }
    }

    private void expect(char wanted) throws IOException {
        int c = peek();
        if (c != wanted) {
            throw unexpected(c);
        }
        position++;
    }

    /** Reads on behind what is there of the value at hand. */
    private void fill() throws IOException {
        if (end - from >= largest) {
            throw tooLarge();
        }
        if (end == buffer.length) {
            makeRoom();
        }
        int read = in.read(buffer, end, buffer.length - end);
        if (read < 0) {
            throw new EOFException("it ended in the middle");
        }
        end += read;
    }

    /** The value moves to the buffer's start; one that fills the buffer gets a buffer twice as large. */
    private void makeRoom() {
        int held = end - from;
        byte[] target = held < buffer.length ? buffer : larger();
        System.arraycopy(buffer, from, target, 0, held);
        buffer = target;
        position -= from;
        from = 0;
        end = held;
    }

    private byte[] larger() {
        int size = (int) Math.min((long) largest + FIRST_BUFFER, buffer.length * 2L);
        if (size >= LARGE_BUFFER) {
            beforeLarge.run();
        }
        return new byte[size];
    }

    private Failure tooLarge() {
        String beginning = new String(buffer, from, Math.min(SHOWN, end - from), StandardCharsets.UTF_8);
        return Failure.source(Reason.REFUSED, "a document with its revisions is larger than " + largest / (1024 * 1024) + " MiB: "
                + beginning + "…").remedy("Give the process more memory: JAVA_OPTS=-Xmx…");
    }

    private static IOException unexpected(int c) {
        return new IOException("unexpected '" + (char) c + "' in the answer");
    }
}
