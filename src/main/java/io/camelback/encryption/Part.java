package io.camelback.encryption;

/**
 * A part of an object, and what has to be read of the encrypted one for it: whole segments, and a byte more that tells whether the last of
 * them is the object's last.
 *
 * @param offset of its first plain byte
 * @param length of it, 1 or more
 */
public record Part(long offset, int length) {

    /** Where to read the encrypted object. */
    public long storedOffset() {
        return Segments.start(segment());
    }

    /** How much of it: up to so many bytes, for it may end before. */
    public int storedLength() {
        return Math.toIntExact(Segments.start(Segments.of(end() - 1) + 1) + 1 - storedOffset());
    }

    long segment() {
        return Segments.of(offset);
    }

    /** How far into its first segment it begins. */
    long within() {
        return offset - Segments.plainStart(segment());
    }

    long end() {
        return offset + length;
    }
}
