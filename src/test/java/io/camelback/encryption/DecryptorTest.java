package io.camelback.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A decryptor as docs/archive-format.md tells it, with nothing but what Java comes with. */
class DecryptorTest {

    private static final String NAME = "orders/20260131T020000Z-9f86d081/manifest.json";

    /** Written when this format was made; it is in the document too. Later versions have to read it. */
    private static final String GOLDEN = "4342454e430d0a1a01015f8f8f12892d3f400000000000000000000000000000000038f370c7284356627786cc5511c0ca8620fb"
            + "54a729d1ca64aa21ac7d73d70c15469c4c0490a7662b9f2c6f3759ba6d62e86997c46846dd7833385774b138d54d8018a2f9ecfa"
            + "4df8";

    @TempDir
    Path folder;

    private static byte[] decrypt(byte[] secret, String passphrase, byte[] object, String key) throws Exception {
        byte[] header = Arrays.copyOf(object, 38);
        byte[] master = header[9] == 1 ? secret : SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                .generateSecret(new PBEKeySpec(passphrase.toCharArray(), Arrays.copyOfRange(header, 18, 34), 210_000, 256)).getEncoded();
        assertThat(Arrays.copyOf(hmac(master, ascii("camelback key id")), 8)).isEqualTo(Arrays.copyOfRange(header, 10, 18));
        byte[] info = ByteBuffer.allocate(38 + key.getBytes(StandardCharsets.UTF_8).length).put(header)
                .put(key.getBytes(StandardCharsets.UTF_8)).array();
        byte[] extracted = hmac(Arrays.copyOfRange(object, 39, 71), hmac(master, ascii("camelback object key")));
        byte[] aes = hmac(extracted, ByteBuffer.allocate(info.length + 1).put(info).put((byte) 1).array());
        assertThat(object[38]).isEqualTo((byte) 40);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        int end = 38;
        for (int segment = 0; end < object.length; segment++) {
            int from = segment == 0 ? 78 : end;
            end = Math.min(object.length, end + 65_536);
            byte[] nonce = ByteBuffer.allocate(12).order(ByteOrder.BIG_ENDIAN).put(object, 71, 7).putInt(segment)
                    .put((byte) (end == object.length ? 1 : 0)).array();
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(aes, "AES"), new GCMParameterSpec(128, nonce));
            plain.write(cipher.doFinal(object, from, end - from));
        }
        return plain.toByteArray();
    }

    private static byte[] hmac(byte[] key, byte[] message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] encrypted(Encryption encryption, byte[] plain) throws Exception {
        Path file = Files.write(folder.resolve("plain"), plain);
        Path encrypted = folder.resolve("encrypted");
        encryption.encrypt(file, encrypted, NAME);
        return Files.readAllBytes(encrypted);
    }

    @Test
    void whatTheDocumentSaysIsEnoughToDecryptAnObject() throws Exception {
        byte[] large = new byte[200_000];
        new Random(1).nextBytes(large);
        for (byte[] plain : new byte[][] {{}, ascii("short"), large}) {
            byte[] object = encrypted(TestKeys.of("encryption.key", TestKeys.key(7)), plain);
            assertThat(decrypt(TestKeys.bytes(7), null, object, NAME)).isEqualTo(plain);
        }
    }

    @Test
    void aPassphraseIsTakenInOneUnicodeForm() throws Exception {
        byte[] object = encrypted(TestKeys.of("encryption.passphrase", "cafe\u0301 au lait"), ascii("secret"));
        assertThat(decrypt(null, "caf\u00e9 au lait", object, NAME)).asString().isEqualTo("secret");
    }

    @Test
    void whatTheFirstVersionWroteIsReadForEver() throws Exception {
        byte[] object = HexFormat.of().parseHex(GOLDEN);
        assertThat(decrypt(TestKeys.bytes(7), null, object, NAME)).asString().isEqualTo("{\"format\":1}");
        assertThat(TestKeys.of("encryption.key", TestKeys.key(7)).decrypt(new ByteArrayInputStream(object), NAME, "it").readAllBytes())
                .asString().isEqualTo("{\"format\":1}");
        assertThat(Files.readString(Path.of("docs/archive-format.md")).replaceAll("\\s+", "")).contains(GOLDEN);
    }
}
