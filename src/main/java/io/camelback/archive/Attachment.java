package io.camelback.archive;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * An attachment that is too large to travel inside its document. It is kept beside the archives as an object of its own, just the bytes
 * that the server stores; the document's line has what CouchDB calls a stub of it. It is there once for a document, digest, length and
 * encoding, however often the document changes.
 *
 * @param document the decoded id of the document
 * @param name of the attachment
 * @param digest as CouchDB tells it: {@code md5-} and the MD5 of the stored bytes in base64
 * @param length bytes, as those see it who read it from the server
 * @param encoding how the server stores it, such as {@code gzip}; empty if as it is
 * @param stored bytes of the object
 */
public record Attachment(String document, String name, String digest, long length, String encoding, long stored) {

    /** What the keys of all of them begin with. */
    public static final String ROOT = "attachments";

    /** Whether a task of that name would have its archives among the attachments of all tasks. */
    public static boolean isReserved(String task) {
        return task.equals(ROOT);
    }

    /** Where the objects of a task are, as the beginning of their keys. */
    public static String folder(String task) {
        return ROOT + "/" + task + "/";
    }

    /** The object's name: 64 hex digits, by chance the same for two attachments never. */
    public String object() {
        MessageDigest sha256 = Sha256.digest();
        for (String part : new String[] {document, digest, String.valueOf(length), encoding}) {
            sha256.update(part.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Where the object is. The first two digits are a folder, for no file system likes all of them in one. */
    public String key(String task) {
        String object = object();
        return folder(task) + object.substring(0, 2) + "/" + object;
    }

    /** For a message. */
    @Override
    public String toString() {
        return "attachment " + name + " of document " + document;
    }
}
