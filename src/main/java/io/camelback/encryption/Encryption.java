package io.camelback.encryption;

import com.google.crypto.tink.subtle.StreamSegmentDecrypter;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Encrypts what a destination is to keep, and decrypts what it has: AES-256-GCM in segments, as docs/archive-format.md tells it. Nothing
 * is given out that wasn't encrypted under one of the keys, in just this place of an object of just this name. For several threads.
 *
 * <p>Failures to decrypt are of the party archive: {@code DAMAGED}, or – which says nothing against the object – {@code DENIED} when its
 * key isn't there and {@code REFUSED} when it isn't encrypted, or in a newer way.
 */
public final class Encryption {

    /** How many bytes of an object have to be known before any part of it can be decrypted. */
    public static final int HEAD = Segments.HEADERS;

    private final Keyring keyring;

    Encryption(Keyring keyring) {
        this.keyring = keyring;
    }

    /** Whether something begins as an encrypted object does. */
    public static boolean isEncrypted(byte[] beginning) {
        return Header.begins(beginning);
    }

    /** How large an object is before it is encrypted; some number for a size that no encrypted object has. */
    public static long plainSize(long stored) {
        return Segments.plainSize(stored);
    }

    /**
     * Whether the next object to be encrypted would be the first with its salt, as far as is known: it costs everybody who reads it a
     * derivation of its own. Decrypting one of the objects that are there makes its salt known.
     */
    public boolean lacksSalt() {
        return keyring.lacksSalt();
    }

    /**
     * Writes the encrypted form of a file, in constant memory.
     *
     * @param key of the object; it can be decrypted under this one only
     */
    public void encrypt(Path plain, Path encrypted, String key) {
        Keyring.Choice choice = keyring.forWriting();
        byte[] header = choice.header().bytes();
        try (InputStream in = Files.newInputStream(plain); OutputStream out = Files.newOutputStream(encrypted)) {
            out.write(header);
            try (OutputStream sealed = choice.key().streams().newEncryptingStream(out, bound(header, key))) {
                in.transferTo(sealed);
            }
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the file " + plain + " can't be encrypted into " + encrypted.getParent() + ": " + e)
                    .remedy("Check the free space of the staging directory").cause(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM with these parameters can't be wrong", e);
        }
    }

    /**
     * The plain bytes of a whole object.
     *
     * @param object how messages call it
     * @throws IOException of the stored stream; what is wrong with its content is a failure, here or while the result is read
     */
    public InputStream decrypt(InputStream stored, String key, String object) throws IOException {
        StreamSegmentDecrypter decrypter = decrypter(stored.readNBytes(HEAD), key, object);
        return new DecryptedStream(decrypter, stored, 0, object);
    }

    /**
     * The plain bytes of a part of an object.
     *
     * @param head the object's first {@link #HEAD} bytes
     * @param stored those that the part asks for; fewer if the object ends in it
     * @param object how messages call it
     * @throws Failure damaged, also when the object ends before the part does
     */
    public byte[] decrypt(Part part, byte[] head, byte[] stored, String key, String object) {
        StreamSegmentDecrypter decrypter = decrypter(head, key, object);
        byte[] plain = new byte[part.length()];
        try (DecryptedStream in = new DecryptedStream(decrypter, new ByteArrayInputStream(stored), part.segment(), object)) {
            in.skipNBytes(stored.length == 0 ? 0 : part.within());
            if (stored.length == 0 || in.readNBytes(plain, 0, plain.length) < plain.length) {
                throw ends(part, object);
            }
            return plain;
        } catch (IOException e) {
            throw ends(part, object);
        }
    }

    private static Failure ends(Part part, String object) {
        return Failure.damaged(object + " ends before byte " + part.end() + ", up to which it was to be read");
    }

    private StreamSegmentDecrypter decrypter(byte[] head, String key, String object) {
        Header header = Header.read(Arrays.copyOf(head, Math.min(head.length, Header.LENGTH)), object);
        MasterKey master = keyring.opening(header, object);
        if (head.length < HEAD) {
            throw damaged(object, null);
        }
        try {
            StreamSegmentDecrypter decrypter = master.streams().newStreamSegmentDecrypter();
            decrypter.init(ByteBuffer.wrap(head, Header.LENGTH, Segments.TINK_HEADER), bound(Arrays.copyOf(head, Header.LENGTH), key));
            return decrypter;
        } catch (GeneralSecurityException e) {
            throw damaged(object, e);
        }
    }

    /** What the content is bound to: moved under another key, or behind another header, it is refused. */
    private static byte[] bound(byte[] header, String key) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(header.length + name.length).put(header).put(name).array();
    }

    static Failure damaged(String object, Throwable cause) {
        return Failure.damaged(object + " is damaged: it was changed or cut, or belongs elsewhere").cause(cause);
    }
}
