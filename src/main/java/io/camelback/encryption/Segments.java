package io.camelback.encryption;

/**
 * Where bytes are in an encrypted object, a pure function of where they are in the plain one: a header, then segments of 64 KiB, each
 * with its own tag, the last one shorter. Tink's own header takes the beginning of the first one.
 */
final class Segments {

    /** Bytes of a segment as it is stored. */
    static final int STORED = 64 * 1024;

    /** What precedes the first segment's content: a length, a salt, and the beginning of all nonces. */
    static final int TINK_HEADER = 1 + MasterKey.BYTES + 7;

    /** What has to be known of an object before any of its segments can be opened. */
    static final int HEADERS = Header.LENGTH + TINK_HEADER;

    private static final int TAG = 16;
    private static final int PLAIN = STORED - TAG;

    private Segments() {
    }

    /** The segment in which a plain byte is. */
    static long of(long offset) {
        return (offset + TINK_HEADER) / PLAIN;
    }

    /** Where the stored content of a segment begins. */
    static long start(long segment) {
        return segment == 0 ? HEADERS : Header.LENGTH + segment * STORED;
    }

    /** The offset of its first plain byte. */
    static long plainStart(long segment) {
        return segment == 0 ? 0 : segment * PLAIN - TINK_HEADER;
    }

    /** How long the stored content of a segment is, if it isn't the last one. */
    static int length(long segment) {
        return segment == 0 ? STORED - TINK_HEADER : STORED;
    }

    /** The size before encryption; some number for a size that no encrypted object has. */
    static long plainSize(long stored) {
        long content = stored - Header.LENGTH;
        long segments = (content + STORED - 1) / STORED;
        return Math.max(0, content - TINK_HEADER - segments * TAG);
    }
}
