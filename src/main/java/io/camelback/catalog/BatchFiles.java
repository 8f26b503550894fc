package io.camelback.catalog;

import io.camelback.archive.ArchiveFile;
import io.camelback.archive.ArchiveName;
import io.camelback.archive.Batch;
import io.camelback.archive.RangeReader;
import io.camelback.archive.Sha256;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * Gets the files of archives from wherever they are. A copy that is gone, damaged or out of reach is passed over for the next
 * destination that has one; when none is left, the failure names the object.
 */
public final class BatchFiles {

    private final Copies copies;

    /**
     * @param destinations by name
     * @param order the names of those to read from, the preferred one first
     */
    public BatchFiles(Function<String, Destination> destinations, List<String> order) {
        this.copies = new Copies(destinations, order);
    }

    /**
     * The whole file, on the local disk, its SHA-256 checked before anybody sees a byte of it.
     *
     * @return an intact copy; whoever asked removes it
     */
    public Path whole(StoredArchive archive, Batch batch, Staging staging) {
        return whole(archive, batch.file(), batch.sha256(), staging);
    }

    /** The manifest, just as it is stored; whoever asked removes it. */
    Path manifest(StoredArchive archive, Staging staging) {
        return whole(archive, ArchiveName.MANIFEST, archive.sha256(), staging);
    }

    /** Any other file of the archive, likewise. */
    public Path whole(StoredArchive archive, ArchiveFile file, Staging staging) {
        return whole(archive, file.name(), file.sha256(), staging);
    }

    private Path whole(StoredArchive archive, String name, String sha256, Staging staging) {
        String key = archive.name().key(name);
        return copies.read(key, archive.destinations()::contains, destination -> {
            Path file = staging.fresh();
            try {
                destination.get(key, file);
                String found = sha256(file);
                if (!found.equals(sha256)) {
                    throw Failure.damaged(place(destination, key) + " is damaged: its SHA-256 is " + found + " instead of " + sha256);
                }
                return file;
            } catch (Failure e) {
                Staging.remove(file);
                throw e;
            }
        });
    }

    /** The same file, opened for reading; closing it removes it. */
    public RangeReader open(StoredArchive archive, Batch batch, Staging staging) {
        Path file = whole(archive, batch, staging);
        return RangeReader.of(file).onClose(() -> Staging.remove(file));
    }

    /** Does something with a batch where it stands, reading no more of it than needed: every part of it has a checksum. */
    public <T> T inPlace(StoredArchive archive, Batch batch, BatchUse<T> use) {
        String key = archive.name().key(batch.file());
        return copies.read(key, archive.destinations()::contains, destination -> {
            RangeReader reader = new RangeReader() {
                @Override
                public long size() {
                    return batch.size();
                }

                @Override
                public byte[] read(long offset, int length) {
                    return destination.read(key, offset, length);
                }
            };
            return use.with(reader, place(destination, key));
        });
    }

    /** What is done with a batch; it may run again on another copy. */
    @FunctionalInterface
    public interface BatchUse<T> {
        T with(RangeReader reader, String where);
    }

    private static String place(Destination destination, String key) {
        return destination.name() + ":" + key;
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = Sha256.digest();
            byte[] buffer = new byte[64 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the staged file " + file + " can't be read: " + e).cause(e);
        }
    }
}
