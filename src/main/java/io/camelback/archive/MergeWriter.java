package io.camelback.archive;

import io.camelback.failure.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Writes the entries of a cursor into batch files, which make one segment. Each is handed out when it is done, and the next one is
 * written while that is stored: so two files are there at a time, and three threads at work, one of which reads, one compresses
 * and writes, and one is the caller's. For one caller at a time.
 *
 * <p>However much there is to write, it takes of the heap 4 MiB for {@link ReadAhead}, about 1 MiB for a frame, and 16 bytes for
 * each document of a batch; besides, for each segment that is merged, a frame and an index as {@link BatchReader#cursor} tells.
 * Only single documents that are larger than that take more.
 */
public final class MergeWriter implements Closeable {

    private record Written(Batch batch, Path file) {
    }

    private final EntryCursor entries;
    private final Predicate<Entry> kept;
    private final long batchBytes;
    private final Supplier<Path> files;
    private final Ahead<Written> batches;
    private final AtomicLong read = new AtomicLong();

    /**
     * @param merged what to write, such as a {@link Merge}; closed together with this, and used by nobody else
     * @param kept which entries to write. Absent ones, and those all of whose leaves are deletions, may only be left out of what
     *     begins at the beginning: anywhere else they hide what older segments hold
     * @param batchBytes a batch is full when it has so many bytes of JSON
     * @param files where to write the next batch, each time another file
     */
    public MergeWriter(EntryCursor merged, Predicate<Entry> kept, long batchBytes, Supplier<Path> files) {
        this.entries = new ReadAhead(merged);
        this.kept = kept;
        this.batchBytes = batchBytes;
        this.files = files;
        this.batches = new Ahead<>("write-batches", this::write, written -> 1, 1, MergeWriter::delete);
    }

    /**
     * Waits for the next batch. Its file is the caller's, who removes it when it is stored.
     *
     * @return empty when all is written
     * @throws Failure if something can't be read or written, or is damaged
     */
    public Optional<Batch> next() {
        return Optional.ofNullable(batches.next()).map(Written::batch);
    }

    /** How many entries were read so far, those that are left out as well. From any thread. */
    public long read() {
        return read.get();
    }

    /** Ends what is under way, and deletes the files that were not handed out. */
    @Override
    public void close() {
        try (entries) {
            batches.close();
        }
    }

    /** In the writing thread. A file that doesn't get finished is deleted by its writer. */
    private Written write() {
        Entry entry = nextKept();
        if (entry == null) {
            return null;
        }
        Path file = files.get();
        try (BatchWriter writer = new BatchWriter(file)) {
            writer.add(entry);
            while (writer.bytes() < batchBytes && (entry = nextKept()) != null) {
                writer.add(entry);
            }
            return new Written(writer.finish(), file);
        }
    }

    private Entry nextKept() {
        Entry entry;
        do {
            entry = entries.next();
            if (entry == null) {
                return null;
            }
            read.incrementAndGet();
        } while (!kept.test(entry));
        return entry;
    }

    private static void delete(Written written) {
        try {
            Files.deleteIfExists(written.file());
        } catch (IOException e) {
            throw LocalFile.failure("delete", written.file(), e);
        }
    }
}
