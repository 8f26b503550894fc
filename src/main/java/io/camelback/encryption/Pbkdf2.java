package io.camelback.encryption;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * PBKDF2 with HMAC-SHA-512 (RFC 8018), of which 32 bytes are wanted, so its first block. Java's own takes no HMAC but Java's own: a second
 * and more where only the quick compiler is at work, which is four times what a native one takes.
 */
final class Pbkdf2 {

    private static final String HMAC = "HmacSHA512";

    private Pbkdf2() {
    }

    /** @return {@link MasterKey#BYTES} */
    static byte[] derive(String passphrase, byte[] salt, int iterations) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(passphrase.getBytes(StandardCharsets.UTF_8), HMAC));
            byte[] last = mac.doFinal(ByteBuffer.allocate(salt.length + Integer.BYTES).put(salt).putInt(1).array());
            byte[] all = last.clone();
            for (int i = 1; i < iterations; i++) {
                mac.update(last);
                mac.doFinal(last, 0);
                for (int j = 0; j < all.length; j++) {
                    all[j] ^= last[j];
                }
            }
            return Arrays.copyOf(all, MasterKey.BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
