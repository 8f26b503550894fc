package io.camelback.destination;

import io.camelback.encryption.Encryption;
import io.camelback.encryption.Part;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A destination that keeps everything encrypted, whatever its type: who has access to it sees names, sizes and times, and nothing else.
 * Names and sizes are told, and ranges read, as of the plain objects.
 */
final class EncryptedDestination implements Destination {

    private static final int MOST_REMEMBERED = 1_000;

    /**
     * An encrypted object without content: what it is for is its salt, which all new objects of the destination take, whoever makes them.
     * Each other salt costs a reader another derivation of the passphrase. A task can't have a name with a dot.
     */
    static final String SALT = "passphrase.salt";
    private static final int LONGEST_SALT = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(EncryptedDestination.class);

    private final RouteDestination stored;
    private final Encryption encryption;
    /** Beginnings of objects whose ranges were read. An object that was replaced since has another. */
    private final Map<String, byte[]> heads = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    EncryptedDestination(RouteDestination stored, Encryption encryption) {
        this.stored = stored;
        this.encryption = encryption;
    }

    @Override
    public String name() {
        return stored.name();
    }

    /** The file is encrypted once, beside itself; that again is stored as often as it takes. */
    @Override
    public void put(String key, Path file) {
        stored.check(key, file);
        shareSalt(file);
        Path encrypted = beside(file);
        try {
            encryption.encrypt(file, encrypted, key);
            stored.put(key, encrypted);
        } finally {
            Staging.remove(encrypted);
        }
    }

    /** Before the first object is encrypted with a passphrase. When it fails, that object and those after it have a salt of their own. */
    private void shareSalt(Path file) {
        synchronized (encryption) {
            if (encryption.lacksSalt() && findSalt() && encryption.lacksSalt()) {
                keepSalt(file);
            }
        }
    }

    /** Takes over the one that is there, if it is of the current passphrase. Returns whether the destination tells. */
    private boolean findSalt() {
        try {
            byte[] kept = stored.once().readUpTo(SALT, 0, LONGEST_SALT);
            encryption.decrypt(new ByteArrayInputStream(kept), SALT, stored.object(SALT)).readAllBytes();
            return true;
        } catch (Failure e) {
            LOG.debug("{}", e.getMessage());
            return e.reason() != Reason.UNREACHABLE && e.reason() != Reason.FAILED;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keepSalt(Path file) {
        Path nothing = beside(file);
        Path encrypted = beside(file);
        try {
            encryption.encrypt(nothing, encrypted, SALT);
            stored.once().put(SALT, encrypted);
        } catch (Failure e) {
            LOG.debug("{}", e.getMessage());
        } finally {
            Staging.remove(nothing);
            Staging.remove(encrypted);
        }
    }

    private static Path beside(Path file) {
        try {
            return Files.createTempFile(file.toAbsolutePath().getParent(), "encrypted-", null);
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "no file can be made beside " + file + ", to be encrypted: " + e)
                    .remedy("Check the permissions and the free space of the staging directory").cause(e);
        }
    }

    @Override
    public void get(String key, Path target) {
        stored.get(key, target, content -> encryption.decrypt(content, key, stored.object(key)));
    }

    @Override
    public byte[] read(String key, long offset, int length) {
        if (offset < 0 || length <= 0) {
            return stored.read(key, offset, length);
        }
        Part part = new Part(offset, length);
        return part.storedOffset() == Encryption.HEAD ? readWithHead(key, part) : readWithin(key, part);
    }

    /** A part in the first segment comes with the head, by one request. */
    private byte[] readWithHead(String key, Part part) {
        byte[] bytes = stored.readUpTo(key, 0, Math.addExact(Encryption.HEAD, part.storedLength()));
        byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, Encryption.HEAD));
        byte[] plain = decrypt(key, part, head, Arrays.copyOfRange(bytes, head.length, bytes.length));
        heads.put(key, head);
        return plain;
    }

    private byte[] readWithin(String key, Part part) {
        byte[] known = heads.remove(key);
        byte[] bytes = stored.readUpTo(key, part.storedOffset(), part.storedLength());
        if (known != null) {
            try {
                return remembering(key, part, known, bytes);
            } catch (Failure e) {
                if (e.reason() != Reason.DAMAGED) {
                    throw e;
                }
            }
        }
        return remembering(key, part, stored.readUpTo(key, 0, Encryption.HEAD), bytes);
    }

    private byte[] remembering(String key, Part part, byte[] head, byte[] bytes) {
        byte[] plain = decrypt(key, part, head, bytes);
        heads.put(key, head);
        return plain;
    }

    private byte[] decrypt(String key, Part part, byte[] head, byte[] bytes) {
        return encryption.decrypt(part, head, bytes, key, stored.object(key));
    }

    @Override
    public List<StoredObject> list(String prefix) {
        return plain(stored.list(prefix));
    }

    @Override
    public List<StoredObject> listWithUploads(String prefix) {
        return plain(stored.listWithUploads(prefix));
    }

    private static List<StoredObject> plain(List<StoredObject> objects) {
        return objects.stream().map(it -> new StoredObject(it.key(), Encryption.plainSize(it.size()))).toList();
    }

    @Override
    public void delete(String key) {
        stored.delete(key);
    }
}
