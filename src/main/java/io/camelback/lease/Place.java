package io.camelback.lease;

import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a lease may be: under a key of a destination. */
record Place(Destination destination, String key) {

    private static final byte[] NOTHING = {'{', '}'};

    /**
     * What lies there.
     *
     * @param file to be used for it
     * @throws Failure when the destination doesn't tell
     */
    Optional<LeaseNote> read(Path file) {
        try {
            destination.get(key, file);
            return LeaseNote.parse(Files.readAllBytes(file));
        } catch (Failure e) {
            if (e.reason() == Reason.MISSING) {
                return Optional.empty();
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(LeaseNote note, Path file) {
        write(note.bytes(), file);
    }

    private void write(byte[] bytes, Path file) {
        try {
            destination.put(key, Files.write(file, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what lies there. Where nothing may be removed, what is no lease takes its place. */
    void clear(Path file) {
        try {
            destination.delete(key);
        } catch (Failure e) {
            write(NOTHING, file);
        }
    }

    @Override
    public String toString() {
        return destination.name() + ":" + key;
    }
}
