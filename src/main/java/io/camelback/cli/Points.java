package io.camelback.cli;

import io.camelback.failure.Failure;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** What users write after {@code --at}. */
final class Points {

    private Points() {
    }

    /** Empty for the newest point: when nothing was written, or {@code latest}. */
    static Optional<Instant> parse(String at) {
        if (at == null || at.equals("latest")) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(at).toInstant());
        } catch (DateTimeException e) {
            throw Failure.usage("--at " + at + " is not an instant").remedy("Write 2026-01-31T12:00:00Z, or latest").cause(e);
        }
    }
}
