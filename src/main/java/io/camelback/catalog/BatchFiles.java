package io.camelback.catalog;

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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the files of archives from wherever they are. A copy that is gone, damaged or out of reach is passed over for the next
 * destination that has one; when none is left, the failure names the object.
 */
public final class BatchFiles {

    private static final Logger LOG = LoggerFactory.getLogger(BatchFiles.class);
    private static final String NO_OTHER = "No other destination within reach has an intact copy";

    private final Function<String, Destination> destinations;
    private final List<String> order;

    /**
     * @param destinations by name
     * @param order the names of those to read from, the preferred one first
     */
    public BatchFiles(Function<String, Destination> destinations, List<String> order) {
        this.destinations = destinations;
        this.order = order;
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

    private Path whole(StoredArchive archive, String name, String sha256, Staging staging) {
        String key = archive.name().key(name);
        return fromAny(archive, key, destination -> {
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
        RangeReader reader = RangeReader.of(file);
        return new RangeReader() {
            @Override
            public long size() {
                return reader.size();
            }

            @Override
            public byte[] read(long offset, int length) {
                return reader.read(offset, length);
            }

            @Override
            public void close() {
                reader.close();
                Staging.remove(file);
            }
        };
    }

    /** Does something with a batch where it stands, reading no more of it than needed: every part of it has a checksum. */
    public <T> T inPlace(StoredArchive archive, Batch batch, BatchUse<T> use) {
        String key = archive.name().key(batch.file());
        return fromAny(archive, key, destination -> {
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

    private <T> T fromAny(StoredArchive archive, String key, Function<Destination, T> reading) {
        List<Failure> passedOver = new ArrayList<>();
        for (String name : order) {
            if (archive.destinations().contains(name)) {
                try {
                    T result = reading.apply(destinations.apply(name));
                    passedOver.forEach(it -> LOG.warn("{}; another destination's copy is used", it.getMessage()));
                    return result;
                } catch (Failure e) {
                    if (!mayHelpElsewhere(e)) {
                        throw e;
                    }
                    passedOver.add(e);
                }
            }
        }
        throw noneLeft(key, passedOver);
    }

    /** Of several reasons damage is the one to tell: it does not go away. */
    private static Failure noneLeft(String key, List<Failure> failures) {
        Failure first = failures.stream().filter(it -> it.reason() == Reason.DAMAGED).findFirst()
                .or(() -> failures.stream().findFirst())
                .orElseGet(() -> Failure.damaged("no destination within reach has " + key));
        return first.reason() == Reason.MISSING ? Failure.damaged(key + " is gone: " + first.what()).remedy(NO_OTHER).cause(first)
                : first.remedy(NO_OTHER);
    }

    /** Whether what went wrong is a matter of the copy that was read, or of the destination that has it. */
    static boolean mayHelpElsewhere(Failure failure) {
        return failure.party() == Failure.Party.DESTINATION || failure.party() == Failure.Party.ARCHIVE;
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
