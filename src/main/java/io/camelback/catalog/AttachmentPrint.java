package io.camelback.catalog;

import io.camelback.archive.Attachment;

/**
 * An attachment's object in 64 bits: the first of its name, in which its size is mixed so that one of another size is another. The first
 * eight of these bits are its folder.
 */
public final class AttachmentPrint {

    private static final int DIGITS = 16;
    private static final int FOLDER_SHIFT = 56;
    private static final long MIXER = 0x9E3779B97F4A7C15L;

    private AttachmentPrint() {
    }

    /** @param name 64 hex digits; anything else is no such object, and nothing like one */
    public static long of(String name, long size) {
        if (!isName(name)) {
            return 0;
        }
        return Long.parseUnsignedLong(name.substring(0, DIGITS), 16) ^ size * MIXER >>> Long.SIZE - FOLDER_SHIFT;
    }

    public static boolean isName(String name) {
        return name.matches("[0-9a-f]{64}");
    }

    static int folder(long print) {
        return (int) (print >>> FOLDER_SHIFT);
    }

    /** The beginning of the keys of a folder. */
    public static String folder(String task, int number) {
        return Attachment.folder(task) + String.format("%02x", number) + "/";
    }

    /** The last part of a key. */
    public static String name(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }
}
