package io.camelback.encryption;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.conscrypt.Conscrypt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SHA-256, AES-GCM and what derives keys of passphrases by a native library, Conscrypt, for all that this process hashes, encrypts, and
 * sends and gets over TLS. Java's own take up to forty times as long until the last of its compilers has been at them, which most commands
 * start without.
 *
 * <p>The protocol of TLS, and which certificates are good, stay Java's: nothing else of the library is offered. Where it can't be loaded,
 * or doesn't compute what it should, all stays Java's.
 */
public final class NativeCrypto extends Provider {

    static final String NAME = "CamelbackNative";
    private static final long serialVersionUID = 1;

    /** Says {@code false} where somebody wants Java's own. */
    private static final String SWITCH = "camelback.nativeCrypto";
    private static final Logger LOG = LoggerFactory.getLogger(NativeCrypto.class);

    private static CompletableFuture<Void> loading;

    NativeCrypto() {
        super(NAME, "1", "SHA-256, AES-GCM and HMAC-SHA-512 of Conscrypt");
        put("MessageDigest.SHA-256", "org.conscrypt.OpenSSLMessageDigestJDK$SHA256");
        put("Mac.HmacSHA512", "org.conscrypt.OpenSSLMac$HmacSHA512");
        put("Cipher.AES/GCM/NoPadding", NativeGcm.class.getName());
    }

    /** Has it loaded once for this process, beside whatever else is done. What is returned ends well, also when it can't be loaded. */
    public static synchronized CompletableFuture<Void> load() {
        if (loading == null) {
            loading = CompletableFuture.runAsync(NativeCrypto::install, work -> {
                Thread thread = new Thread(work, "native-crypto");
                thread.setDaemon(true);
                thread.start();
            });
        }
        return loading;
    }

    private static void install() {
        if ("false".equals(System.getProperty(SWITCH))) {
            return;
        }
        try {
            Conscrypt.checkAvailability();
            NativeCrypto provider = new NativeCrypto();
            provider.check();
            Security.insertProviderAt(provider, 1);
        } catch (LinkageError | GeneralSecurityException | RuntimeException e) {
            LOG.debug("without native crypto: {}", e.toString());
        }
    }

    /** Against answers that are published: FIPS 180-2, RFC 4231 (its second case), and test case 14 of the paper on GCM. */
    private void check() throws GeneralSecurityException {
        expect("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                MessageDigest.getInstance("SHA-256", this).digest(ascii("abc")));
        Mac mac = Mac.getInstance("HmacSHA512", this);
        mac.init(new SecretKeySpec(ascii("Jefe"), "HmacSHA512"));
        expect("164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
                mac.doFinal(ascii("what do ya want for nothing?")));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", this);
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[32], "AES"), new GCMParameterSpec(128, new byte[12]));
        expect("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919", cipher.doFinal(new byte[16]));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void expect(String answer, byte[] computed) throws GeneralSecurityException {
        if (!HexFormat.of().formatHex(computed).equals(answer)) {
            throw new GeneralSecurityException("a wrong answer");
        }
    }
}
