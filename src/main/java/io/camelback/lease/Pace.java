package io.camelback.lease;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The time by which leases are kept and judged: how much of it has passed here, which no clock that is put right can change.
 *
 * <p>Nothing hangs on a renewal that comes too late: two jobs at once harm nobody.
 */
interface Pace {

    Pace REAL = new Pace() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
    };

    /** How often a lease is renewed. */
    Duration RENEWAL = Duration.ofSeconds(15);
    /** So long without a change, and whoever had it is dead. */
    Duration VALID = Duration.ofMinutes(1);
    /** How often one looks whether a lease of unknown state changes, or whether a run has ended. */
    Duration LOOK = Duration.ofSeconds(2);

    long nanos();

    void pause(Duration time) throws InterruptedException;
}
