package io.camelback.couchdb;

import io.camelback.failure.Failure;
import java.math.BigDecimal;
import java.util.OptionalDouble;

/**
 * How much a server is asked for in a second, at the most. Whoever has the same limits shares them: all connections of a task, or of a
 * command, together.
 *
 * @param owner whose they are: those of another are not shared, though they are as high
 * @param requests of any kind, repeated ones too
 * @param writes documents written, each revision of them, and whatever else is put or removed
 * @param bytes of answers
 */
public record Limits(String owner, OptionalDouble requests, OptionalDouble writes, OptionalDouble bytes) {

    public static final Limits NONE = new Limits("", OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    private static final BigDecimal LEAST = new BigDecimal("0.01");
    private static final BigDecimal MOST = new BigDecimal("1000000");
    private static final int REQUESTS_FOR_WRITES = 10;

    /**
     * How many a second.
     *
     * @throws Failure (usage) when the text is no such number
     */
    public static double perSecond(String text) {
        if (text.matches("[0-9]{1,7}(\\.[0-9]{1,6})?")) {
            BigDecimal number = new BigDecimal(text);
            if (number.compareTo(LEAST) >= 0 && number.compareTo(MOST) <= 0) {
                return number.doubleValue();
            }
        }
        throw Failure.usage("'" + text + "' is not a number from " + LEAST + " to " + MOST).remedy("Write how many a second: 20, or 0.5");
    }

    public boolean isNone() {
        return requests.isEmpty() && writes.isEmpty() && bytes.isEmpty();
    }

    /** What isn't limited here is as it is there. */
    public Limits orElse(Limits other) {
        return isNone() ? other : new Limits(owner, or(requests, other.requests), or(writes, other.writes), or(bytes, other.bytes));
    }

    private static OptionalDouble or(OptionalDouble one, OptionalDouble other) {
        return one.isPresent() ? one : other;
    }

    /**
     * How many revisions one request should write at the most: so few that they are spread over the second, and so many that the
     * requests there may be are enough for all that may be written.
     */
    int writesTogether() {
        if (writes.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        return (int) Math.ceil(writes.getAsDouble() / Math.min(REQUESTS_FOR_WRITES, requests.orElse(REQUESTS_FOR_WRITES)));
    }
}
