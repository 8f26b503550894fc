package io.camelback.archive;

import io.camelback.failure.Failure;
import java.io.Closeable;
import java.nio.file.Path;

/** Random access to the bytes of one immutable file, wherever it is kept. */
public interface RangeReader extends Closeable {

    /**
     * The file's length in bytes.
     *
     * @throws Failure if it can't be told
     */
    long size();

    /**
     * Exactly {@code length} bytes from {@code offset} on, in a new array.
     *
     * @throws Failure damaged if the file ends before; any other if it can't be read
     */
    byte[] read(long offset, int length);

    /** Lets go of what is held; may be called more than once. */
    @Override
    default void close() {
    }

    /** The same; when it is first closed, this is run as well. For one thread. */
    default RangeReader onClose(Runnable then) {
        return new ClosingReader(this, then);
    }

    /** A local file, opened for each read, so that many of these cost nothing while idle. */
    static RangeReader of(Path file) {
        return new LocalFile(file);
    }
}
