package io.camelback.archive;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * Tells of most ids that are not in a batch that they are not, without a look at the data: about 1 % of these, and all that are
 * there, may be in it. Bit {@code i} of a key is {@code (h1 + i * h2) mod m}, in unsigned 64-bit arithmetic, of the two halves of
 * the 128-bit MurmurHash3.
 */
final class BloomFilter {

    static final int TAG = 0x46424243;
    static final int HASHES = 7;

    private static final int BITS_PER_KEY = 10;
    private static final int HEADER = 12;

    private final int hashes;
    private final byte[] bits;

    private BloomFilter(int hashes, byte[] bits) {
        this.hashes = hashes;
        this.bits = bits;
    }

    boolean mayContain(byte[] id) {
        long[] hash = hash(id);
        for (int i = 0; i < hashes; i++) {
            long bit = bit(hash[0], hash[1], i);
            if ((bits[(int) (bit >>> 3)] & 1 << (bit & 7)) == 0) {
                return false;
            }
        }
        return true;
    }

    byte[] content() {
        ByteBuffer content = Frames.littleEndian(new byte[HEADER + bits.length]);
        return content.putInt(hashes).putLong(8L * bits.length).put(bits).array();
    }

    static BloomFilter parse(byte[] content, String where) {
        if (content.length > HEADER) {
            ByteBuffer bytes = Frames.littleEndian(content);
            int hashes = bytes.getInt();
            if (hashes >= 1 && hashes <= 64 && bytes.getLong() == 8L * bytes.remaining()) {
                return new BloomFilter(hashes, Arrays.copyOfRange(content, HEADER, content.length));
            }
        }
        throw Damage.at(where, "its filter makes no sense");
    }

    private static long[] hash(byte[] id) {
        return MurmurHash3.hash128x64(id, 0, id.length, 0);
    }

    private long bit(long h1, long h2, int i) {
        return Long.remainderUnsigned(h1 + i * h2, 8L * bits.length);
    }

    private void put(long h1, long h2) {
        for (int i = 0; i < hashes; i++) {
            long bit = bit(h1, h2, i);
            bits[(int) (bit >>> 3)] |= (byte) (1 << (bit & 7));
        }
    }

    /** Collects 16 bytes a key, since the filter's size is known only when all are there. */
    static final class Builder {

        private long[] hashes = new long[1024];
        private int used;

        void add(byte[] id) {
            if (used == hashes.length) {
                hashes = Arrays.copyOf(hashes, used + used / 4 * 2);
            }
            long[] hash = hash(id);
            hashes[used++] = hash[0];
            hashes[used++] = hash[1];
        }

        BloomFilter build() {
            long keys = used / 2;
            BloomFilter filter = new BloomFilter(HASHES, new byte[Math.toIntExact((keys * BITS_PER_KEY + 7) / 8)]);
            for (int i = 0; i < used; i += 2) {
                filter.put(hashes[i], hashes[i + 1]);
            }
            return filter;
        }
    }
}
