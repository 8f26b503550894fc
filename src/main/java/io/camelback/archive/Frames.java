package io.camelback.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** What a batch file is made of: zstd frames of text, and skippable frames, which every zstd decompressor passes over. */
final class Frames {

    /**
     * A data frame holds no more text than this, unless it is a single line. With half as much, batches would be a twentieth larger: zstd thinks
     * less of small inputs.
     */
    static final int PLAIN = 512 * 1024;

    /** No frame holds more than this, so that a damaged length can't ask for all the memory there is. */
    static final int LIMIT = 1 << 30;

    static final int INDEX = 0x184D2A50;
    static final int FILTER = 0x184D2A51;
    static final int SEEK_TABLE = 0x184D2A5E;

    /** Magic number and length, before the payload of a skippable frame. */
    static final int SKIPPABLE_HEADER = 8;

    private static final int ZSTD = 0xFD2FB528;
    private static final int CHECKSUM_FLAG = 1 << 2;
    /** Tag and version, before the zstd frame in the payload of a sealed frame. */
    private static final int SEAL = 5;
    private static final byte VERSION = 1;
    private static final int SEALED_LEVEL = 3;

    private Frames() {
    }

    static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static boolean isSkippable(int magic) {
        return (magic & 0xFFFFFFF0) == 0x184D2A50;
    }

    /**
     * The text of a zstd frame, which has to fill {@code frame} completely and to carry its size and a checksum.
     *
     * @param size of the text, if it is known from elsewhere, or -1
     */
    static byte[] decompress(byte[] frame, int size, String where) {
        if (frame.length < 5 || littleEndian(frame).getInt() != ZSTD || (frame[4] & CHECKSUM_FLAG) == 0) {
            throw Damage.at(where, "there is no zstd frame with a checksum where one should be");
        }
        try {
            long declared = Zstd.getFrameContentSize(frame, 0, frame.length);
            if (declared < 0 || declared > LIMIT || size >= 0 && declared != size
                    || Zstd.findFrameCompressedSize(frame) != frame.length) {
                throw Damage.at(where, "the sizes of a zstd frame are not what they should be");
            }
            byte[] plain = new byte[(int) declared];
            if (Zstd.decompressByteArray(plain, 0, plain.length, frame, 0, frame.length) != declared) {
                throw Damage.at(where, "a zstd frame holds less than it says");
            }
            return plain;
        } catch (ZstdException e) {
            throw Damage.at(where, "a zstd frame can't be decompressed (" + e.getMessage() + ")").cause(e);
        }
    }

    /** A skippable frame whose payload is a tag, a version, and a zstd frame of the content, so that damage is found out. */
    static byte[] seal(int magic, int tag, byte[] content) {
        byte[] compressed = new byte[(int) Zstd.compressBound(content.length)];
        int length = (int) Zstd.compressByteArray(compressed, 0, compressed.length, content, 0, content.length, SEALED_LEVEL,
                true);
        ByteBuffer frame = littleEndian(new byte[SKIPPABLE_HEADER + SEAL + length]);
        return frame.putInt(magic).putInt(SEAL + length).putInt(tag).put(VERSION).put(compressed, 0, length).array();
    }

    /** The content of {@link #seal}, given the payload of the skippable frame. */
    static byte[] unseal(byte[] payload, int tag, String what, String where) {
        if (payload.length < SEAL || littleEndian(payload).getInt() != tag) {
            throw Damage.at(where, "its " + what + " is not where it should be");
        }
        if (payload[SEAL - 1] != VERSION) {
            throw Damage.at(where, "its " + what + " has version " + payload[SEAL - 1] + " instead of " + VERSION);
        }
        return decompress(Arrays.copyOfRange(payload, SEAL, payload.length), -1, where);
    }
}
