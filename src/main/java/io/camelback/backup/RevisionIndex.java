package io.camelback.backup;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;

/**
 * Which leaf revisions each of many documents has, outside the heap: a hash table in a mapped file, of 16 bytes a slot. A document is known
 * by 64 bits of its id, its revisions by 64 bits of these, with keys that are drawn anew each time: so one that has changed passes for
 * unchanged once in 2^64, and nobody can make one that does. Two documents that share their 64 bits both count as changed.
 *
 * <p>For one thread at a time. The file is let go of with the last reference to this; it may be deleted before.
 */
final class RevisionIndex {

    private static final int SLOT = 16;
    private static final int SHARD_SLOTS = 1 << 26;
    private static final long EMPTY = 0;
    /** In the place of revisions: no document has these. */
    private static final long CHANGED = 0;
    /** In no text in UTF-8. */
    private static final int SEPARATOR = 0xFF;
    private static final int ZEROS = 1 << 20;

    private final MappedByteBuffer[] shards;
    private final long slots;
    private final SipHash keys;
    private final SipHash revisions;
    private final Text text = new Text();

    private RevisionIndex(MappedByteBuffer[] shards, long slots) {
        this.shards = shards;
        this.slots = slots;
        SecureRandom random = new SecureRandom();
        this.keys = new SipHash(random.nextLong(), random.nextLong());
        this.revisions = new SipHash(random.nextLong(), random.nextLong());
    }

    /**
     * @param file isn't there yet
     * @param documents at most so many will be added
     */
    static RevisionIndex in(Path file, long documents) {
        long slots = Math.max(SLOT, documents + documents / 2);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            reserve(channel, slots * SLOT);
            MappedByteBuffer[] shards = new MappedByteBuffer[Math.toIntExact((slots + SHARD_SLOTS - 1) / SHARD_SLOTS)];
            for (int i = 0; i < shards.length; i++) {
                long from = (long) i * SHARD_SLOTS;
                shards[i] = channel.map(FileChannel.MapMode.READ_WRITE, from * SLOT, Math.min(SHARD_SLOTS, slots - from) * SLOT);
            }
            return new RevisionIndex(shards, slots);
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the staging directory has no room for the revisions of " + documents + " documents: " + e).cause(e);
        }
    }

    /** A disk that is full is to be found out here: later on it would end the process. */
    private static void reserve(FileChannel channel, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
        for (long left = bytes; left > 0; left -= zeros.limit()) {
            zeros.clear().limit((int) Math.min(ZEROS, left));
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
        }
    }

    /**
     * @param id in UTF-8
     * @param leaves the revisions of all leaves, in any order
     */
    void add(byte[] id, List<String> leaves) {
        long key = key(id);
        long slot = find(key);
        boolean taken = key(slot) == key;
        put(slot, key, taken ? CHANGED : revisions(id, leaves));
    }

    /**
     * Whether the document is here with just these leaf revisions, and was never asked for with others: whoever asked has read it
     * then, and what is here is of an earlier time.
     */
    boolean isUnchanged(byte[] id, List<String> leaves) {
        long slot = find(key(id));
        boolean unchanged = !leaves.isEmpty() && key(slot) != EMPTY && revisions(slot) == revisions(id, leaves);
        if (!unchanged) {
            forget(id);
        }
        return unchanged;
    }

    /** From now on the document is none that is unchanged. */
    void forget(byte[] id) {
        long key = key(id);
        long slot = find(key);
        if (key(slot) == key) {
            put(slot, key, CHANGED);
        }
    }

    /** The slot of this key, or the empty one where it belongs. There always is one: a third of all are empty. */
    private long find(long key) {
        long slot = Math.multiplyHigh(key >>> 1, slots << 1);
        while (key(slot) != EMPTY && key(slot) != key) {
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
        return slot;
    }

    private long key(long slot) {
        return shard(slot).getLong(offset(slot));
    }

    private long revisions(long slot) {
        return shard(slot).getLong(offset(slot) + Long.BYTES);
    }

    private void put(long slot, long key, long revisions) {
        shard(slot).putLong(offset(slot), key).putLong(offset(slot) + Long.BYTES, revisions);
    }

    private MappedByteBuffer shard(long slot) {
        return shards[(int) (slot / SHARD_SLOTS)];
    }

    private static int offset(long slot) {
        return (int) (slot % SHARD_SLOTS) * SLOT;
    }

    private long key(byte[] id) {
        text.reset();
        text.writeBytes(id);
        return notZero(keys.hash(text.bytes(), text.size()));
    }

    private long revisions(byte[] id, List<String> leaves) {
        text.reset();
        text.writeBytes(id);
        for (String leaf : leaves.size() == 1 ? leaves : leaves.stream().sorted().toList()) {
            text.write(SEPARATOR);
            text.writeBytes(leaf.getBytes(StandardCharsets.UTF_8));
        }
        return notZero(revisions.hash(text.bytes(), text.size()));
    }

    private static long notZero(long hash) {
        return hash == 0 ? 1 : hash;
    }

    /** Lets its bytes be read where they are. */
    private static final class Text extends ByteArrayOutputStream {

        byte[] bytes() {
            return buf;
        }
    }
}
