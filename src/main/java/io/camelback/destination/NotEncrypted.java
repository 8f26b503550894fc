package io.camelback.destination;

import io.camelback.archive.Attachment;
import io.camelback.encryption.Encryption;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;

/**
 * Tells what is encrypted from what isn't. A destination without a key may be one whose key is missing: what is encrypted there must not
 * count as damaged. Nothing of an archive begins as an encrypted object does; attachments, which are whatever users have, may.
 */
final class NotEncrypted {

    private static final int BEGINNING = 8;

    private NotEncrypted() {
    }

    static boolean isEncrypted(File file) throws IOException {
        try (InputStream in = Files.newInputStream(file.toPath())) {
            return Encryption.isEncrypted(in.readNBytes(BEGINNING));
        }
    }

    /**
     * @param beginning of the object
     * @param object how messages call it
     */
    static void check(byte[] beginning, String key, String object) {
        if (Encryption.isEncrypted(beginning) && !Attachment.isReserved(key.substring(0, Math.max(0, key.indexOf('/'))))) {
            throw Failure.archive(Reason.DENIED, object + " is encrypted, and the destination has no key")
                    .remedy("Give the destination its encryption.key or encryption.passphrase");
        }
    }

    /** The same object, if it isn't encrypted. */
    static InputStream checked(InputStream stored, String key, String object) throws IOException {
        PushbackInputStream content = new PushbackInputStream(stored, BEGINNING);
        byte[] beginning = content.readNBytes(BEGINNING);
        check(beginning, key, object);
        content.unread(beginning);
        return content;
    }
}
