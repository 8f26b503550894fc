package io.camelback.destination;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** The rules for keys that {@link Destination} states. */
final class Keys {

    /** What the name of an upload under way begins with. */
    static final String PART = ".part-";

    /** The order of the bytes in UTF-8. It differs from that of {@link String} where characters beyond the first 65,536 come in. */
    static final Comparator<String> BY_BYTES = Keys::compare;

    private static final int LONGEST_KEY = 1024;
    private static final int LONGEST_NAME = 200;

    private Keys() {
    }

    /** @throws Failure (camelback) when nothing can be stored under such a key: whoever made it up has a defect */
    static void check(String key) {
        check(key, key + "/");
    }

    /** The last name of a prefix may be incomplete, or empty. */
    static void checkPrefix(String prefix) {
        check(prefix, prefix);
    }

    private static void check(String key, String prefix) {
        String[] names = prefix.split("/", -1);
        for (String name : Arrays.copyOf(names, names.length - 1)) {
            if (name.isEmpty() || name.startsWith(".") || name.startsWith(" ") || name.endsWith(" ") || bytes(name) > LONGEST_NAME) {
                throw refused(key);
            }
        }
        if (prefix.chars().anyMatch(it -> it == '\\' || Character.isISOControl(it)) || bytes(prefix) > LONGEST_KEY + 1) {
            throw refused(key);
        }
    }

    static boolean isPart(String key) {
        return name(key).startsWith(PART);
    }

    /**
     * The key under which an object is uploaded before it gets its own.
     *
     * @param uploader what {@link Uploader} says
     */
    static String part(String key, String uploader) {
        return folder(key) + PART + uploader + name(key);
    }

    /** The key for which something is uploaded under this one. */
    static String whole(String part) {
        return folder(part) + name(part).substring(PART.length());
    }

    /** The key that an object has while another takes its place. */
    static String aside(String key) {
        return folder(key) + PART + "old-" + name(key);
    }

    /** All up to the last slash, that included; nothing when there is none. */
    static String folder(String key) {
        return key.substring(0, key.lastIndexOf('/') + 1);
    }

    static String name(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    private static int bytes(String text) {
        CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
        return utf8.canEncode(text) ? text.getBytes(StandardCharsets.UTF_8).length : Integer.MAX_VALUE;
    }

    private static Failure refused(String key) {
        return Failure.camelback(Reason.REFUSED, "no destination can have the key '" + key.replaceAll("\\p{Cntrl}", "?") + "'");
    }

    private static int compare(String a, String b) {
        int end = Math.min(a.length(), b.length());
        for (int i = 0; i < end; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Integer.compare(rank(x), rank(y));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Surrogates stand for characters beyond all others. */
    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }
}
