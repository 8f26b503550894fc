package io.camelback.couchdb;

/**
 * Finds the number of requests at a time with which a server delivers most, and of those that make no difference the smallest: what a server
 * can't do at once waits in line there, and before what others ask. Numbers next to the one at hand are tried now and then, and kept if they
 * are worth it. For one thread at a time.
 *
 * <p>A number is judged by the bytes a second of a stretch: so many answers, over so long a time, that chance does not decide.
 */
final class Climb {

    /** What one request more has to bring, and what one less may cost. */
    private static final double WORTH = 1.04;
    private static final double MISSED = 0.99;
    private static final long STRETCH_NANOS = 1_000_000_000;
    private static final int STRETCH_ROUNDS = 4;
    /** This part of a stretch's answers has to come while as many are under way as may be, or it tells nothing. */
    private static final double BUSY = 0.6;
    /** After so many stretches what is known of a number is too old. */
    private static final int MEMORY = 30;
    /** That it was too much is forgotten sooner: others may have been the reason. */
    private static final int OVERLOAD_MEMORY = 5;
    private static final int START = 4;

    /** Bytes a second by number; 0 where nothing is known. */
    private final double[] rates;
    private final long[] judged;
    private int limit = START;
    private long stretches;
    /** Of the stretch at hand. */
    private long since;
    private long bytes;
    private int answers;
    private int busy;
    /** That were wanted at a time. */
    private int wanted;

    /** @param most that are ever tried, 4 or more */
    Climb(int most) {
        this.rates = new double[most + 1];
        this.judged = new long[rates.length];
    }

    int limit() {
        return limit;
    }

    /**
     * An answer arrived.
     *
     * @param demand how many requests are under way or wait for their turn here
     * @param nanos the time
     */
    void answered(long size, int demand, long nanos) {
        if (answers == 0) {
            since = nanos;    // this one was asked for under other circumstances
        } else {
            bytes += size;
            busy += demand >= limit ? 1 : 0;
            wanted = Math.max(wanted, demand);
        }
        answers++;
        if (nanos - since >= STRETCH_NANOS && answers > STRETCH_ROUNDS * limit) {
            if (busy >= BUSY * (answers - 1)) {
                judge(bytes / ((nanos - since) / 1e9));
            }
            begin();
        }
    }

    /** The server has too much to do; more than half as many are not tried for a while. */
    void overloaded() {
        limit = Math.max(1, limit / 2);
        for (int number = limit + 1; number < rates.length; number++) {
            rates[number] = Double.MIN_VALUE;
            judged[number] = stretches - MEMORY + OVERLOAD_MEMORY;
        }
        begin();
    }

    private void judge(double rate) {
        stretches++;
        rates[limit] = isKnown(limit) ? (rates[limit] + rate) / 2 : rate;
        judged[limit] = stretches;
        limit = next();
    }

    private int next() {
        if (isKnown(limit - 1) && rates[limit - 1] >= MISSED * rates[limit]) {
            return limit - 1;
        }
        if (limit < Math.min(wanted, rates.length - 1) && (!isKnown(limit + 1) || rates[limit + 1] >= WORTH * rates[limit])) {
            return limit + 1;
        }
        return limit > 1 && !isKnown(limit - 1) ? limit - 1 : limit;
    }

    private boolean isKnown(int number) {
        return rates[number] > 0 && stretches - judged[number] <= MEMORY;
    }

    private void begin() {
        answers = 0;
        busy = 0;
        bytes = 0;
        wanted = 0;
    }
}
