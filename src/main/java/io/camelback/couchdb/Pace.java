package io.camelback.couchdb;

import java.util.OptionalDouble;

/**
 * So many units a second, evenly: whoever takes some keeps the next one waiting for just as long as these take. What nobody took can be
 * taken later only as far as it is of the last {@code burst} nanoseconds. So any time {@code t} sees no more units begun than
 * {@code (t + burst) × rate} and those of the last taker. Not thread-safe; the times are those of a clock that may overflow.
 */
final class Pace {

    private final double nanosEach;
    private final long burst;
    private boolean begun;
    private long next;

    /** @param perSecond empty for as many as one likes */
    Pace(OptionalDouble perSecond, long burst) {
        this.nanosEach = perSecond.isPresent() ? 1e9 / perSecond.getAsDouble() : 0;
        this.burst = burst;
    }

    /** In how many nanoseconds one more may take some: 0 for now. */
    long left(long now) {
        return begun ? Math.max(0, next - now) : 0;
    }

    /** @param at not before there was {@link #left nothing left} to wait */
    void take(long at, long units) {
        long earliest = at - burst;
        long start = begun ? earliest + Math.max(0, next - earliest) : at;
        next = start + (long) Math.ceil(units * nanosEach);
        begun = nanosEach > 0;
    }
}
