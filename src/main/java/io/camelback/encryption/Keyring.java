package io.camelback.encryption;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** The secrets of one destination: the current one, under which new objects are encrypted, and older ones. For several threads. */
final class Keyring {

    /** What opens an object, and what it begins with. */
    record Choice(Header header, MasterKey key) {
    }

    private final String section;
    private final List<Secret> secrets;
    private String salt;

    /**
     * @param section of the configuration where the secrets stand, for messages
     * @param secrets the current one first
     */
    Keyring(String section, List<Secret> secrets) {
        this.section = section;
        this.secrets = List.copyOf(secrets);
    }

    /**
     * For a new object. All have the same salt, and if possible that of the objects which are there already: so all of them together
     * cost one derivation.
     */
    Choice forWriting() {
        Secret current = secrets.get(0);
        String chosen = current.kind() == Header.Kind.KEY ? Header.NO_SALT : salt();
        MasterKey key = current.key(chosen);
        return new Choice(new Header(current.kind(), key.id(), chosen), key);
    }

    /** Whether {@link #forWriting} would draw a new salt. */
    synchronized boolean lacksSalt() {
        return secrets.get(0).kind() == Header.Kind.PASSPHRASE && salt == null;
    }

    private synchronized String salt() {
        if (salt == null) {
            byte[] drawn = new byte[Header.SALT_BYTES];
            new SecureRandom().nextBytes(drawn);
            salt = HexFormat.of().formatHex(drawn);
        }
        return salt;
    }

    /** A salt is taken over from objects that prove to be ours, so that nobody else can choose it. */
    private synchronized void seen(String used) {
        if (salt == null) {
            salt = used;
        }
    }

    /**
     * The key of an object that is there.
     *
     * @param object how messages call it
     * @throws Failure (archive, denied) when no secret is the right one: that says nothing against the object
     */
    MasterKey opening(Header header, String object) {
        for (Secret secret : secrets) {
            if (secret.kind() == header.kind()) {
                MasterKey key = secret.key(header.salt());
                if (key.id().equals(header.keyId())) {
                    if (secret == secrets.get(0)) {
                        seen(header.salt());
                    }
                    return key;
                }
            }
        }
        throw header.kind() == Header.Kind.KEY ? otherKey(header, object) : otherPassphrase(object);
    }

    private Failure otherKey(Header header, String object) {
        String ids = secrets.stream().filter(it -> it.kind() == Header.Kind.KEY).map(it -> it.key(Header.NO_SALT).id()).collect(Collectors.joining(", "));
        return Failure.archive(Reason.DENIED, object + " was encrypted with the key " + header.keyId() + ", and the destination has "
                + (ids.isEmpty() ? "a passphrase only" : ids)).remedy("Give that key as " + section + "key or among " + section + "oldKeys");
    }

    private Failure otherPassphrase(String object) {
        boolean any = secrets.stream().anyMatch(it -> it.kind() == Header.Kind.PASSPHRASE);
        return Failure.archive(Reason.DENIED, object + " was encrypted with " + (any ? "another passphrase than the destination has"
                : "a passphrase, and the destination has keys only")).remedy("Give that passphrase as " + section + "passphrase or among "
                        + section + "oldPassphrases");
    }
}
