package io.camelback.destination;

import io.camelback.failure.Failure;
import java.nio.file.Path;
import java.util.List;

/**
 * A place where archives are kept: a directory, a bucket, an FTP server, or whatever a route template makes of a Camel component.
 *
 * <p>Objects have keys: names with slashes between, as {@code orders/20261121T020000Z-9f86d081/delta/…/manifest.json}. An object is
 * whole or not there. Methods may be called from several threads; they repeat what may be repeated, by the policy in
 * {@code routes/errors.camel.yaml}, before they fail.
 *
 * <p>Failures tell apart what their reader has to know: {@code MISSING}, the object isn't there; {@code DENIED}, the credentials are
 * wrong or may not do this; {@code UNREACHABLE}, nobody answers, which may change; {@code FAILED}, the rest.
 */
public interface Destination {

    /** As in the configuration. */
    String name();

    /**
     * Stores a file. It is visible under its key when it is whole, not before. May be repeated; what was there is replaced.
     *
     * @throws Failure then the key has what it had before, or nothing
     */
    void put(String key, Path file);

    /**
     * Fetches a whole object into a file that isn't there yet.
     *
     * @throws Failure MISSING if there is no such object; in any case the file isn't there then
     */
    void get(String key, Path target);

    /**
     * Reads a part of an object.
     *
     * @return exactly {@code length} bytes from {@code offset} on
     * @throws Failure MISSING if there is no such object, DAMAGED if it ends before
     */
    byte[] read(String key, long offset, int length);

    /**
     * All objects whose keys begin with a prefix, which may end in the middle of a name; sorted by the unsigned bytes of the keys in
     * UTF-8, however many. Files that are being stored are not among them.
     */
    List<StoredObject> list(String prefix);

    /** Removes an object. That there is none is fine. */
    void delete(String key);
}
