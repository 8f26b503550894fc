package io.camelback.stub;

import static io.camelback.stub.RawJson.utf8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;

/** So many documents of about the same size, made when they are asked for and never held. */
public final class Generated implements Content {

    private static final int BLOCK = 8 * 1024 * 1024;
    private static final byte[] OK = utf8("{\"ok\":");

    private final int count;
    private final int size;
    private final byte[] block;

    /** @param size bytes of each leaf, at least 300 */
    public Generated(int count, int size) {
        this.count = count;
        this.size = size;
        this.block = new byte[BLOCK + size];
        new Random(7).nextBytes(block);
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -".charAt(block[i] & 63);
        }
    }

    /** A sum over all leaves, in whatever order: what {@link Tally#sum} must be in the end. */
    public long sum() {
        CRC32C crc = new CRC32C();
        byte[] leaf = new byte[size];
        long sum = 0;
        for (int i = 1; i <= count; i++) {
            fill(i, leaf);
            sum += Tally.digest(crc, leaf);
        }
        return sum;
    }

    private void fill(int number, byte[] leaf) {
        String head = "{\"_id\":\"" + id(number) + "\",\"_rev\":\"" + revision(number) + "\",\"number\":" + number + ",\"price\":1.50,\"name\":\"caf\u00e9 \\u00e9\",\"text\":\"";
        String tail = "\",\"_revisions\":{\"start\":1,\"ids\":[\"" + String.format("%032x", number * 0x9E3779B97F4A7C15L) + "\"]}}";
        byte[] first = utf8(head);
        byte[] last = utf8(tail);
        int filler = size - first.length - last.length;
        System.arraycopy(first, 0, leaf, 0, first.length);
        System.arraycopy(block, (int) (number * 7919L % BLOCK), leaf, first.length, filler);
        System.arraycopy(last, 0, leaf, size - last.length, last.length);
    }

    private static String revision(int number) {
        return "1-" + String.format("%032x", number * 0x9E3779B97F4A7C15L);
    }

    private static String id(int number) {
        return String.format("doc-%09d", number);
    }

    @Override
    public long documents() {
        return count;
    }

    @Override
    public long deleted() {
        return 0;
    }

    @Override
    public long bytes() {
        return (long) count * size;
    }

    @Override
    public long lastChange() {
        return count;
    }

    @Override
    public List<Change> changesAfter(long since, int limit) {
        List<Change> rows = new ArrayList<>();
        for (long i = since + 1; i <= count && rows.size() < limit; i++) {
            rows.add(new Change(i, id((int) i), List.of(revision((int) i)), false));
        }
        return rows;
    }

    @Override
    public long pendingAfter(long change) {
        return count - change;
    }

    @Override
    public boolean write(String id, boolean attachments, OutputStream out) throws IOException {
        byte[] leaf = new byte[size];
        fill(Integer.parseInt(id.substring(4)), leaf);
        out.write(OK);
        out.write(leaf);
        out.write('}');
        return true;
    }

    @Override
    public void take(byte[] leaf) {
        throw new UnsupportedOperationException();
    }
}
