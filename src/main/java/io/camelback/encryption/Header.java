package io.camelback.encryption;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * What an encrypted object begins with: 38 bytes that say which key opens it. They are no secret. The checksum tells a damaged header,
 * which costs one object, from another key, which costs them all.
 *
 * @param keyId of the key that opens it, 16 hex digits
 * @param salt with which that key was derived from a passphrase, 32 hex digits; zeros if it wasn't
 */
record Header(Kind kind, String keyId, String salt) {

    /** Where the key comes from. */
    enum Kind {
        KEY, PASSPHRASE;

        byte code() {
            return (byte) (ordinal() + 1);
        }
    }

    static final int LENGTH = 38;
    static final int ID_BYTES = 8;
    static final int SALT_BYTES = 16;
    static final String NO_SALT = "00".repeat(SALT_BYTES);

    private static final byte[] MAGIC = {'C', 'B', 'E', 'N', 'C', '\r', '\n', 0x1A};
    private static final byte VERSION = 1;
    private static final int VERSION_AT = MAGIC.length;
    private static final int KIND_AT = VERSION_AT + 1;
    private static final int ID_AT = KIND_AT + 1;
    private static final int SALT_AT = ID_AT + ID_BYTES;
    private static final int CHECKSUM_AT = SALT_AT + SALT_BYTES;

    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).put(VERSION).put(kind.code())
                .put(HexFormat.of().parseHex(keyId)).put(HexFormat.of().parseHex(salt));
        return bytes.putInt(checksum(bytes.array())).array();
    }

    /** Whether something begins as an encrypted object does. */
    static boolean begins(byte[] bytes) {
        return bytes.length >= MAGIC.length && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * @param stored the object's first bytes; fewer than a header has if it is so short
     * @param object how messages call it
     * @throws Failure (archive) damaged, or refused: not encrypted at all, or in a way that is newer than this version
     */
    static Header read(byte[] stored, String object) {
        int magic = Math.min(stored.length, MAGIC.length);
        boolean ours = Arrays.equals(stored, 0, magic, MAGIC, 0, magic);
        boolean right = stored.length >= LENGTH && checksum(stored) == ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt(CHECKSUM_AT);
        if (!ours && !right) {
            throw Failure.archive(Reason.REFUSED, object + " isn't encrypted, though its destination has a key")
                    .remedy("Give what is encrypted a folder of its own: another directory, prefix or bucket");
        }
        if (!ours || !right) {
            throw Failure.damaged(object + " is damaged: its first " + LENGTH + " bytes, which tell its key, are not what they were");
        }
        byte kind = stored[KIND_AT];
        if (stored[VERSION_AT] != VERSION || kind < 1 || kind > Kind.values().length) {
            throw Failure.archive(Reason.REFUSED, object + " is encrypted in a way that this version doesn't know").remedy("Update Camelback");
        }
        return new Header(Kind.values()[kind - 1], HexFormat.of().formatHex(stored, ID_AT, SALT_AT), HexFormat.of().formatHex(stored, SALT_AT, CHECKSUM_AT));
    }

    /** Of what the header should be: its magic number is taken as right, so that damage to it can be told from an object of somebody else. */
    private static int checksum(byte[] header) {
        CRC32 crc = new CRC32();
        crc.update(MAGIC);
        crc.update(header, VERSION_AT, CHECKSUM_AT - VERSION_AT);
        return (int) crc.getValue();
    }
}
