package io.camelback.lease;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether the leases of others are live. */
final class Judge {

    /** Does something for all of them at once, and returns when all are done. */
    interface Each {
        <T> void each(Collection<T> all, Consumer<T> what);
    }

    private static final Logger LOG = LoggerFactory.getLogger("io.camelback.leases");
    private static final Duration STEP = Duration.ofMillis(200);

    private final Clock clock;
    private final Pace pace;
    private final BiPredicate<Place, LeaseNote> isDead;
    private final Each each;

    /** @param isDead whether it is sure that nobody has this lease any more */
    Judge(Clock clock, Pace pace, BiPredicate<Place, LeaseNote> isDead, Each each) {
        this.clock = clock;
        this.pace = pace;
        this.isDead = isDead;
        this.each = each;
    }

    /** Leases that may be live. Destinations that don't tell have none. */
    Map<Place, LeaseNote> seen(Collection<Place> places, Staging files) {
        return seen(places, files, ConcurrentHashMap.newKeySet());
    }

    private Map<Place, LeaseNote> seen(Collection<Place> places, Staging files, Set<Place> told) {
        Map<Place, LeaseNote> seen = new ConcurrentHashMap<>();
        each.each(places, place -> {
            try {
                place.read(files.fresh()).filter(it -> !isDead.test(place, it)).ifPresent(it -> seen.put(place, it));
                told.add(place);
            } catch (RuntimeException e) {
                LOG.debug("{} can't be read: {}", place, e.getMessage());
            }
        });
        return seen;
    }

    /**
     * Returns when no other job has a lease at one of these places.
     *
     * @return those that can be read. Where that isn't so somebody else's lease may lie, under another key for instance, and is left alone
     * @throws Failure BUSY when one has
     */
    List<Place> expectFree(List<Place> places, Staging files, StopSignal stop) {
        Set<Place> told = ConcurrentHashMap.newKeySet();
        Map<Place, LeaseNote> seen = seen(places, files, told);
        seen.forEach((place, note) -> {
            if (note.isValid(clock.instant(), Pace.VALID)) {
                throw busy(note, place.toString());
            }
        });
        if (!seen.isEmpty()) {
            LeaseNote note = seen.values().iterator().next();
            LOG.warn("task {}: {} of host {} began at {} and may have died; it is given {} s to show that it lives", note.task(), note.what(), note.process().host(),
                    note.since(), Pace.VALID.toSeconds());
            watch(seen, files, stop);
        }
        return places.stream().filter(told::contains).toList();
    }

    /** Whatever changes lives; what doesn't for long enough is dead, whoever's clock says what. */
    private void watch(Map<Place, LeaseNote> before, Staging files, StopSignal stop) {
        Map<Place, LeaseNote> seen = before;
        long begin = pace.nanos();
        while (!seen.isEmpty() && pace.nanos() - begin <= Pace.VALID.toNanos()) {
            pause(stop);
            seen = seen(seen.keySet(), files);
            seen.forEach((place, note) -> {
                if (!note.equals(before.get(place))) {
                    throw busy(note, place.toString());
                }
            });
        }
    }

    /** Until it is worth to look again. */
    void pause(StopSignal stop) {
        try {
            for (Duration paused = Duration.ZERO; paused.compareTo(Pace.LOOK) < 0; paused = paused.plus(STEP)) {
                stop.check();
                pace.pause(STEP);
            }
        } catch (InterruptedException e) {
            throw Failure.camelback(Reason.INTERRUPTED, "interrupted while another job was under way").cause(e);
        }
    }

    static Failure busy(LeaseNote note, String place) {
        return Failure.camelback(Reason.BUSY, note.toString()).remedy("Wait for its end. Its lease is " + place + "; if that process is dead, "
                + "this works from " + Pace.VALID.toSeconds() + " s after its death on");
    }
}
