package io.camelback.archive;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** {@link RangeReader#of(Path)}. */
record LocalFile(Path file) implements RangeReader {

    @Override
    public long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw failure("read the size of", file, e);
        }
    }

    @Override
    public byte[] read(long offset, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(offset);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw Damage.at(file.toString(), "it ends before byte " + (offset + length));
                }
            }
        } catch (IOException e) {
            throw failure("read", file, e);
        }
        return bytes.array();
    }

    /** The one translation of what goes wrong with local files. */
    static Failure failure(String verb, Path file, IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return Failure.camelback(Reason.INTERRUPTED, "Interrupted while trying to " + verb + " " + file).cause(e);
        }
        if (e instanceof NoSuchFileException) {
            return Failure.camelback(Reason.MISSING, "Could not " + verb + " " + file + ": there is no such file").cause(e);
        }
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        Failure failure = Failure.camelback(Reason.FAILED, "Could not " + verb + " " + file + ": " + why).cause(e);
        return verb.equals("write") ? failure.remedy("Check the free space of this disk") : failure;
    }
}
