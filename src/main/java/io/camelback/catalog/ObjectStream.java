package io.camelback.catalog;

import io.camelback.destination.Destination;
import java.io.InputStream;

/** An object read from its destination as a stream, a slice at a time, and nothing of it onto the disk. */
public final class ObjectStream extends InputStream {

    private static final int SLICE = 4 * 1024 * 1024;

    private final Destination destination;
    private final String key;
    private final long size;
    private byte[] slice = {};
    private int at;
    private long read;

    /** @param size of the object, as its manifest says */
    public ObjectStream(Destination destination, String key, long size) {
        this.destination = destination;
        this.key = key;
        this.size = size;
    }

    @Override
    public int read() {
        return isAtEnd() ? -1 : slice[at++] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int some = Math.min(length, slice.length - at);
        System.arraycopy(slice, at, bytes, offset, some);
        at += some;
        return some;
    }

    private boolean isAtEnd() {
        if (at == slice.length && read < size) {
            slice = destination.read(key, read, (int) Math.min(SLICE, size - read));
            read += slice.length;
            at = 0;
        }
        return at == slice.length;
    }
}
