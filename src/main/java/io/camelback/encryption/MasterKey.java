package io.camelback.encryption;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** 32 secret bytes, and what is made of them: an id that may be told, and the key under which objects are encrypted. */
final class MasterKey {

    static final int BYTES = 32;

    private final String id;
    private final AesGcmHkdfStreaming streams;

    /** @param bytes 32 of them, which nobody can guess */
    MasterKey(byte[] bytes) {
        try {
            this.id = HexFormat.of().formatHex(Arrays.copyOf(derived(bytes, "camelback key id"), Header.ID_BYTES));
            this.streams = new AesGcmHkdfStreaming(derived(bytes, "camelback object key"), "HmacSha256", BYTES, Segments.STORED, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256 and AES-GCM", e);
        }
    }

    private static byte[] derived(byte[] secret, String use) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return mac.doFinal(use.getBytes(StandardCharsets.US_ASCII));
    }

    /** 16 hex digits. */
    String id() {
        return id;
    }

    AesGcmHkdfStreaming streams() {
        return streams;
    }
}
