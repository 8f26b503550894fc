package io.camelback.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.camelback.failure.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes one batch file. It holds one frame in memory, the index, and 16 bytes a document. Whatever is not finished leaves no
 * file behind. For one thread at a time.
 */
public final class BatchWriter implements Closeable {

    /** The compression level unless another is asked for. */
    public static final int LEVEL = 3;

    private final Path path;
    private final int frameSize;
    private final FileChannel file;
    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private final MessageDigest sha256 = Sha256.digest();
    private final List<Frame> frames = new ArrayList<>();
    private final BloomFilter.Builder filter = new BloomFilter.Builder();
    private final Tally tally = new Tally();

    private byte[] plain;
    private byte[] compressed = new byte[0];
    private int used;
    private int lines;
    private byte[] frameFirst;
    private byte[] last;
    private long written;
    private boolean finished;
    private boolean closed;

    /**
     * @param file to write; one that is there is replaced
     * @throws Failure if there is no writing it
     */
    public BatchWriter(Path file) {
        this(file, LEVEL);
    }

    /** @param level of the compression, as zstd counts them */
    public BatchWriter(Path file, int level) {
        this(file, level, Frames.PLAIN);
    }

    BatchWriter(Path path, int level, int frameSize) {
        this.path = path;
        this.frameSize = frameSize;
        plain = new byte[frameSize];
        zstd.setLevel(level).setChecksum(true).setContentSize(true);
        try {
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            zstd.close();
            throw LocalFile.failure("write", path, e);
        }
    }

    /**
     * Adds the next document.
     *
     * @throws IllegalArgumentException if its id is not greater than the one before
     * @throws Failure if it can't be written, or is longer than a frame may be
     */
    public void add(Entry entry) {
        if (finished || closed) {
            throw new IllegalStateException("The batch is finished");
        }
        if (last != null && DocumentIds.ORDER.compare(last, entry.id()) >= 0) {
            throw new IllegalArgumentException("Ids must ascend: " + entry.idText() + " after " + DocumentIds.text(last));
        }
        byte[] line = entry.line();
        int needed = Entry.checkedLength(line.length) + 1;
        if (used > 0 && used + needed > frameSize) {
            writeFrame();
        }
        if (needed > plain.length) {
            plain = new byte[needed];
        }
        if (used == 0) {
            frameFirst = entry.id();
        }
        System.arraycopy(line, 0, plain, used, line.length);
        plain[used + line.length] = '\n';
        used += needed;
        lines++;
        last = entry.id();
        filter.add(last);
        tally.add(entry);
    }

    /** Bytes of JSON text so far, line breaks included. */
    public long bytes() {
        return tally.bytes();
    }

    /** Documents so far, absent ones not counted. */
    public long documents() {
        return tally.documents();
    }

    /**
     * Writes what remains, and has the file on the disk for good.
     *
     * @return what the manifest will say of it
     * @throws Failure if it can't be written
     * @throws IllegalStateException if no entry was added: there are no empty batches
     */
    public Batch finish() {
        if (last == null || finished || closed) {
            throw new IllegalStateException(last == null ? "A batch has at least one entry" : "The batch is finished");
        }
        writeFrame();
        byte[] tail = new Tail(frames, filter.build()).bytes();
        write(tail, tail.length);
        try {
            file.force(true);
            file.close();
        } catch (IOException e) {
            throw LocalFile.failure("write", path, e);
        }
        finished = true;
        return tally.batch(path.getFileName().toString(), written, HexFormat.of().formatHex(sha256.digest()),
                frames.get(0).firstId(), last, tail.length);
    }

    /** Deletes the file unless it was finished. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        zstd.close();
        if (!finished) {
            try {
                file.close();
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw LocalFile.failure("delete", path, e);
            }
        }
    }

    private void writeFrame() {
        int bound = (int) Zstd.compressBound(used);
        if (compressed.length < bound) {
            compressed = new byte[bound];
        }
        int length = zstd.compressByteArray(compressed, 0, compressed.length, plain, 0, used);
        frames.add(new Frame(frameFirst, lines, written, length, used));
        write(compressed, length);
        used = 0;
        lines = 0;
        if (plain.length > frameSize) {
            plain = new byte[frameSize];
            compressed = new byte[0];
        }
    }

    private void write(byte[] bytes, int length) {
        sha256.update(bytes, 0, length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        try {
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        } catch (IOException e) {
            throw LocalFile.failure("write", path, e);
        }
        written += length;
    }
}
