package io.camelback.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.failure.Failure;
import io.camelback.stub.TestCa;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is hashed, derived, encrypted and sent natively is as if Java had done it, and the other way round. */
@Timeout(60)
@EnabledOnOs(value = {OS.LINUX, OS.MAC}, architectures = {"amd64", "x86_64", "aarch64"})
class NativeCryptoTest {

    private static final String KEY = "orders/a/00000.jsonl.zst";

    private final Encryption encryption = TestKeys.of("encryption.key", TestKeys.key(1));
    private final Random random = new Random(1);

    @TempDir
    Path folder;

    @BeforeEach
    @AfterEach
    void begin() {
        NativeCrypto.load().join();
        use(true);
    }

    private static void use(boolean natives) {
        Security.removeProvider(NativeCrypto.NAME);
        if (natives) {
            Security.insertProviderAt(new NativeCrypto(), 1);
        }
    }

    @Test
    void onceLoadedItIsWhatEverybodyGets() throws Exception {
        assertThat(MessageDigest.getInstance("SHA-256").getProvider()).isInstanceOf(NativeCrypto.class);
        assertThat(Cipher.getInstance("AES/GCM/NoPadding").getProvider()).isInstanceOf(NativeCrypto.class);
        assertThat(Mac.getInstance("HmacSHA512").getProvider()).isInstanceOf(NativeCrypto.class);
        assertThat(SSLContext.getInstance("TLS").getProvider().getName()).isEqualTo("SunJSSE");
    }

    @Test
    void hashesAreThoseOfJava() throws Exception {
        for (int i = 0; i < 300; i++) {
            byte[] bytes = bytes(random.nextInt(1 << random.nextInt(18)));
            MessageDigest java = MessageDigest.getInstance("SHA-256", "SUN");
            MessageDigest natives = MessageDigest.getInstance("SHA-256");
            int done = 0;
            while (done < bytes.length) {
                int some = 1 + random.nextInt(bytes.length - done);
                natives.update(ByteBuffer.wrap(bytes, done, some / 2));
                natives.update(bytes, done + some / 2, some - some / 2);
                done += some;
            }
            assertThat(((MessageDigest) natives.clone()).digest()).isEqualTo(java.digest(bytes));
            assertThat(natives.digest()).isEqualTo(java.digest(bytes));
        }
    }

    @Test
    void keysOfPassphrasesAreThoseOfJava() throws Exception {
        for (String passphrase : new String[] {TestKeys.PASSPHRASE, "Öl und Käse, \uD83D\uDC2A", "x".repeat(500)}) {
            byte[] salt = bytes(16);
            byte[] java = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512", "SunJCE")
                    .generateSecret(new PBEKeySpec(passphrase.toCharArray(), salt, 1_000, 256)).getEncoded();
            assertThat(Pbkdf2.derive(passphrase, salt, 1_000)).isEqualTo(java);
            use(false);
            assertThat(Pbkdf2.derive(passphrase, salt, 1_000)).isEqualTo(java);
            use(true);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatOneEncryptsTheOtherDecrypts(boolean written) throws Exception {
        for (int size : new int[] {0, 1, 65_480, 65_481, 200_000, 3_000_000}) {
            byte[] plain = bytes(size);
            use(written);
            byte[] object = encrypted(plain);
            use(!written);
            assertThat(decrypted(object)).isEqualTo(plain);

            object[Encryption.HEAD + random.nextInt(object.length - Encryption.HEAD)] ^= 4;
            for (boolean natives : new boolean[] {false, true}) {
                use(natives);
                assertThatExceptionOfType(Failure.class).isThrownBy(() -> decrypted(object)).withMessageContaining("is damaged");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, TLS_AES_256_GCM_SHA384", "TLSv1.3, TLS_AES_128_GCM_SHA256", "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"})
    void whatComesOverTlsIsWhatWasSent(String protocol, String suite) throws Exception {
        TestCa ca = new TestCa(folder);
        byte[] sent = bytes(2_000_000);
        try (SSLServerSocket listening = (SSLServerSocket) ca.server().getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> echo(listening, sent.length));
            try (SSLSocket socket = (SSLSocket) trusting(ca).getSocketFactory().createSocket("127.0.0.1", listening.getLocalPort())) {
                socket.setEnabledProtocols(new String[] {protocol});
                socket.setEnabledCipherSuites(new String[] {suite});
                CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(socket, sent));
                assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
                assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
                writing.join();
            }
            echo.join();
        }
    }

    private static SSLContext trusting(TestCa ca) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(ca.certificate())) {
            trusted.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static void echo(SSLServerSocket listening, int length) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            byte[] received = new byte[length];
            new DataInputStream(socket.getInputStream()).readFully(received);
            socket.getOutputStream().write(received);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void write(SSLSocket socket, byte[] bytes) {
        Random sizes = new Random(2);
        try {
            OutputStream out = socket.getOutputStream();
            for (int done = 0; done < bytes.length;) {
                int some = Math.min(bytes.length - done, 1 + sizes.nextInt(40_000));
                out.write(bytes, done, some);
                done += some;
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] encrypted(byte[] plain) throws Exception {
        Path encrypted = folder.resolve("encrypted");
        encryption.encrypt(Files.write(folder.resolve("plain"), plain), encrypted, KEY);
        return Files.readAllBytes(encrypted);
    }

    private byte[] decrypted(byte[] object) throws Exception {
        try (InputStream in = encryption.decrypt(new ByteArrayInputStream(object), KEY, "it")) {
            return in.readAllBytes();
        }
    }
}
