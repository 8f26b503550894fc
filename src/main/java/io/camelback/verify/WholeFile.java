package io.camelback.verify;

import io.camelback.archive.Batch;
import io.camelback.archive.RangeReader;
import io.camelback.archive.Sha256;
import io.camelback.catalog.ObjectStream;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A batch file as it comes from its destination while it is checked: first its tail, then its data, every byte once, a slice at a time and
 * nothing of it onto the disk. On the way the SHA-256 of the whole is taken.
 */
final class WholeFile implements RangeReader {

    private final Destination destination;
    private final String key;
    private final Batch batch;
    private final long data;
    private final InputStream stream;
    private final MessageDigest sha256 = Sha256.digest();
    private byte[] tail = {};
    private long position;

    WholeFile(Destination destination, String key, Batch batch) {
        this.destination = destination;
        this.key = key;
        this.batch = batch;
        this.data = batch.size() - batch.tail();
        this.stream = new ObjectStream(destination, key, data);
    }

    @Override
    public long size() {
        return batch.size();
    }

    @Override
    public byte[] read(long offset, int length) {
        if (offset == data) {
            tail = destination.read(key, offset, length);
            return tail;
        }
        if (offset != position) {
            throw new IllegalStateException("The data of " + key + " is read from its beginning to its end, and not at " + offset);
        }
        try {
            byte[] bytes = stream.readNBytes(length);
            sha256.update(bytes);
            position += bytes.length;
            return bytes;
        } catch (IOException e) {
            throw Failure.damaged(destination.name() + ":" + key + " is damaged: it can't be read (" + e.getMessage() + ")").cause(e);
        }
    }

    /** Once, after everything was read. */
    String sha256() {
        return HexFormat.of().formatHex(sha256.digest(tail));
    }
}
