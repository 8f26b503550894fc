package io.camelback.lease;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One copy of a lease that a job of this process has. What goes wrong with it is no matter of the job. */
final class HeldPlace {

    private static final Logger LOG = LoggerFactory.getLogger("io.camelback.leases");

    private final Place place;
    private final Path file;
    private final Clock clock;
    private final Pace pace;
    private LeaseNote note;
    private long writtenNanos;
    /** Whether it is there and nobody has put another in its place, as far as is known. */
    private boolean ours;
    private boolean closed;

    /** @param file for this copy alone */
    HeldPlace(Place place, LeaseNote note, Path file, Clock clock, Pace pace) {
        this.place = place;
        this.note = note;
        this.file = file;
        this.clock = clock;
        this.pace = pace;
    }

    /** A destination that can't take it goes without. */
    synchronized void write() {
        try {
            place.write(note, file);
            writtenNanos = pace.nanos();
            ours = true;
        } catch (RuntimeException e) {
            LOG.debug("{} can't be written: {}", place, e.getMessage());
        }
    }

    synchronized boolean isOurs() {
        return ours;
    }

    /** Who has come in between; empty when nobody has, or there is no telling. */
    synchronized Optional<LeaseNote> other() {
        try {
            Optional<LeaseNote> other = place.read(file).filter(it -> !it.id().equals(note.id()));
            ours &= other.isEmpty();
            return other;
        } catch (RuntimeException e) {
            LOG.debug("{} can't be read: {}", place, e.getMessage());
            return Optional.empty();
        }
    }

    /** Whoever took it over, while this process was frozen or cut off, keeps it. */
    synchronized void renew() {
        if (closed || !ours) {
            return;
        }
        Optional<LeaseNote> other = other();
        if (other.isPresent()) {
            LOG.warn("task {}: {} of host {} began at {} beside this one; both go on, and nothing is lost by it", note.task(), other.get().what(),
                    other.get().process().host(), other.get().since());
            return;
        }
        note = note.renewed(clock.instant(), Pace.VALID);
        write();
    }

    /** Nobody takes a lease over that was just written, so that needn't be looked at. */
    synchronized void release() {
        closed = true;
        try {
            if (ours && (pace.nanos() - writtenNanos < Pace.RENEWAL.toNanos() || other().isEmpty())) {
                place.clear(file);
            }
        } catch (RuntimeException e) {
            LOG.debug("{} can't be removed: {}", place, e.getMessage());
        }
    }

    @Override
    public String toString() {
        return place.toString();
    }
}
