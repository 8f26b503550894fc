package io.camelback.encryption;

import com.google.crypto.tink.subtle.StreamSegmentDecrypter;
import io.camelback.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/**
 * The plain bytes from a segment on. A segment is given out when it is known to be what was encrypted, in this place of this object:
 * what was changed, cut, moved or put in the place of something else is a failure (damaged). An error of the stored stream stays what
 * it is, an {@link IOException}.
 */
final class DecryptedStream extends InputStream {

    private final StreamSegmentDecrypter decrypter;
    private final InputStream stored;
    private final String object;
    /** A segment and the byte behind it, which tells that it isn't the last. */
    private final byte[] ahead = new byte[Segments.STORED + 1];
    private final ByteBuffer plain = ByteBuffer.allocate(Segments.STORED).limit(0);
    private int held;
    private int next;
    private boolean ended;

    /**
     * @param decrypter of this object
     * @param stored from the beginning of a segment's content on, to the end of the object, or beyond what will be read of this
     * @param object how messages call it
     */
    DecryptedStream(StreamSegmentDecrypter decrypter, InputStream stored, long segment, String object) {
        this.decrypter = decrypter;
        this.stored = stored;
        this.next = Math.toIntExact(segment);
        this.object = object;
    }

    @Override
    public int read() throws IOException {
        return isAtEnd() ? -1 : plain.get() & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int some = Math.min(length, plain.remaining());
        plain.get(bytes, offset, some);
        return some;
    }

    private boolean isAtEnd() throws IOException {
        while (!plain.hasRemaining() && !ended) {
            open();
        }
        return !plain.hasRemaining();
    }

    private void open() throws IOException {
        int length = Segments.length(next);
        int there = held + stored.readNBytes(ahead, held, length + 1 - held);
        ended = there <= length;
        try {
            decrypter.decryptSegment(ByteBuffer.wrap(ahead, 0, Math.min(there, length)), next++, ended, plain.clear());
        } catch (GeneralSecurityException e) {
            throw Encryption.damaged(object, e);
        }
        plain.flip();
        ahead[0] = ahead[length];
        held = ended ? 0 : 1;
    }

    @Override
    public void close() throws IOException {
        stored.close();
    }
}
