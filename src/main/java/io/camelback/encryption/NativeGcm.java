package io.camelback.encryption;

import java.nio.ByteBuffer;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import org.conscrypt.OpenSSLAeadCipherAES;

/**
 * Conscrypt's AES-GCM, which for each record of TLS and each segment of an object would take two new buffers outside of the heap, and keep
 * them until the next collection: a hundred megabytes and more. Buffers that are arrays underneath are worked on as such instead.
 * Public for Java, which makes it.
 */
public final class NativeGcm extends OpenSSLAeadCipherAES.GCM {

    @Override
    protected int engineDoFinal(ByteBuffer in, ByteBuffer out) throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
        int length = in.remaining();
        if (!in.hasArray() || !out.hasArray() || out.remaining() < engineGetOutputSize(length)) {
            return super.engineDoFinal(in, out);
        }
        int written = engineDoFinal(in.array(), in.arrayOffset() + in.position(), length, out.array(), out.arrayOffset() + out.position());
        in.position(in.limit());
        out.position(out.position() + written);
        return written;
    }
}
