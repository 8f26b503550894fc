package io.camelback.encryption;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** Secrets for tests, and what is made of them. */
public final class TestKeys {

    public static final String PASSPHRASE = "correct horse battery staple";

    private TestKeys() {
    }

    /** 32 bytes of the same value, as an option has them. */
    public static String key(int value) {
        return Base64.getEncoder().encodeToString(bytes(value));
    }

    static byte[] bytes(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    static Encryption of(String... options) {
        return EncryptionOptions.read("camelback.destinations.s3.", options.length == 2 ? Map.of(options[0], options[1])
                : Map.of(options[0], options[1], options[2], options[3])).orElseThrow();
    }
}
