package io.camelback.stub;

import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/** Counts what is written to it, and keeps nothing but a sum that any other byte would change. */
public final class Tally implements Content {

    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong sum = new AtomicLong();

    /** A sum over all leaves, in whatever order they came. */
    public long sum() {
        return sum.get();
    }

    static long digest(CRC32C crc, byte[] leaf) {
        crc.reset();
        crc.update(leaf);
        return (crc.getValue() << 32 | leaf.length) * 0x9E3779B97F4A7C15L;
    }

    @Override
    public void take(byte[] leaf) {
        sum.addAndGet(digest(new CRC32C(), leaf));
        bytes.addAndGet(leaf.length);
        count.incrementAndGet();
    }

    @Override
    public long documents() {
        return count.get();
    }

    @Override
    public long deleted() {
        return 0;
    }

    @Override
    public long bytes() {
        return bytes.get();
    }

    @Override
    public long lastChange() {
        return count.get();
    }

    @Override
    public List<Change> changesAfter(long since, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long pendingAfter(long change) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean write(String id, boolean attachments, OutputStream out) {
        throw new UnsupportedOperationException();
    }
}
