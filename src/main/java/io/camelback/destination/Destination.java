package io.camelback.destination;

import java.nio.file.Path;
import java.util.List;

/**
 * A place where archives are kept: objects under keys, no more. Implementations are safe for use by several threads.
 *
 * <p><b>Keys</b> are names with slashes between, such as {@code orders/20260131T020000Z-9f86d081/delta/manifest.json}. A name may
 * hold any characters but control characters and backslashes. It isn't empty and doesn't begin with a dot – such are uploads under
 * way, {@code .part-…}, and what many servers hide – nor begin or end with a space. A key has 1,024 bytes of UTF-8 at most, a name
 * 200. No key is the folder of another, as {@code a} would be of {@code a/b}.
 *
 * <p><b>Failures</b> are of type {@link io.camelback.failure.Failure}. Their reasons are told apart:
 * <ul>
 *   <li>{@code MISSING} – no object has the key that is to be got or read;
 *   <li>{@code DENIED} – wrong credentials, or no permission for this operation;
 *   <li>{@code UNREACHABLE} – the destination doesn't answer: the one reason that time may cure by itself;
 *   <li>{@code FAILED} – it answered with an error of another kind, which says whether it may be tried again;
 *   <li>{@code DAMAGED} – the object is shorter than the range read from it.
 * </ul>
 * Operations that may succeed at another try have been tried several times before they fail. A destination that is gone is never
 * taken for one that is empty.
 */
public interface Destination {

    /** The name it has in the configuration. */
    String name();

    /**
     * Stores a file under a key. The object is there when this returns, and never there in part: until then readers find what was
     * there before, be it nothing. The same key may be put again, which replaces the object, but not by two at a time.
     */
    void put(String key, Path file);

    /**
     * Writes a whole object to a file, replacing what is there. If this fails there is no file at the target that wasn't there
     * before.
     *
     * @param target in a folder that exists
     */
    void get(String key, Path target);

    /**
     * Exactly these bytes of an object.
     *
     * @param offset of the first, 0 or more
     * @param length 0 or more; what is asked for is held in memory
     */
    byte[] read(String key, long offset, int length);

    /**
     * All objects whose keys begin with the prefix, at any depth, sorted by the bytes of their keys in UTF-8. The prefix may be
     * empty and may end in mid-name. What was put before this was called is in the list; uploads under way aren't.
     */
    List<StoredObject> list(String prefix);

    /**
     * The same, and with them uploads under way, and what dead ones left, under names of their own: {@code .part-…}. A place that has none of
     * these need not tell them apart.
     */
    default List<StoredObject> listWithUploads(String prefix) {
        return list(prefix);
    }

    /** Whether a key of {@link #listWithUploads} is that of an upload. */
    static boolean isUpload(String key) {
        return Keys.isPart(key);
    }

    /** Removes an object, or what a dead upload left, by the name that {@link #listWithUploads} gave. That it isn't there is no failure. */
    void delete(String key);
}
