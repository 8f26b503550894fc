package io.camelback.archive;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The seek table of zstd's seekable format 0.1.0, without its optional checksums: all frames of the file but itself. */
final class SeekTable {

    private static final int MAGIC = 0x8F92EAB1;
    private static final int ENTRY = 8;
    private static final int FOOTER = 9;
    /** Checksum flag and reserved bits of the descriptor; the two lowest bits have no meaning. */
    private static final int DESCRIPTOR_MASK = 0xFC;

    /** One frame; skippable ones hold no text. */
    record Size(int stored, int plain) {
    }

    private SeekTable() {
    }

    /** The whole skippable frame. */
    static byte[] frame(List<Size> sizes) {
        int payload = sizes.size() * ENTRY + FOOTER;
        ByteBuffer frame = Frames.littleEndian(new byte[Frames.SKIPPABLE_HEADER + payload]);
        frame.putInt(Frames.SEEK_TABLE).putInt(payload);
        for (Size size : sizes) {
            frame.putInt(size.stored()).putInt(size.plain());
        }
        return frame.putInt(sizes.size()).put((byte) 0).putInt(MAGIC).array();
    }

    /** @param payload of the skippable frame */
    static List<Size> parse(byte[] payload, String where) {
        int count = (payload.length - FOOTER) / ENTRY;
        ByteBuffer bytes = Frames.littleEndian(payload);
        if (payload.length != (long) count * ENTRY + FOOTER || bytes.getInt(payload.length - FOOTER) != count
                || (bytes.get(payload.length - 5) & DESCRIPTOR_MASK) != 0 || bytes.getInt(payload.length - 4) != MAGIC) {
            throw Damage.at(where, "its seek table makes no sense");
        }
        List<Size> sizes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sizes.add(new Size(bytes.getInt(), bytes.getInt()));
        }
        return sizes;
    }
}
