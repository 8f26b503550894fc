package io.camelback.couchdb;

import io.camelback.job.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A clock that only waiting, and whoever asks for it, moves on. */
final class VirtualTime {

    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000_000_000;

    final List<Long> waits = new ArrayList<>();
    final StopSignal stop = new StopSignal();
    /** Overflows soon, as a clock of nanoseconds may. */
    private long now = Long.MAX_VALUE - 3 * SECOND;

    long now() {
        return now;
    }

    void pass(long nanos) {
        now += nanos;
    }

    Throttle throttle(Limits limits) {
        return new Throttle(limits, stop, this::now, this::sleep);
    }

    private void sleep(long nanos) {
        stop.check();
        waits.add(nanos);
        now += nanos;
    }

    static Limits requests(double perSecond) {
        return new Limits("x", OptionalDouble.of(perSecond), OptionalDouble.empty(), OptionalDouble.empty());
    }

    static Limits writes(double perSecond) {
        return new Limits("x", OptionalDouble.empty(), OptionalDouble.of(perSecond), OptionalDouble.empty());
    }

    static Limits bytes(double perSecond) {
        return new Limits("x", OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(perSecond));
    }
}
