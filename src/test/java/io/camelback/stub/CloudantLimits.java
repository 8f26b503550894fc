package io.camelback.stub;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Refuses what is too much for a second, as Cloudant does: any time of a second counts, documents written count one by one, and a request
 * is taken as long as the limit is not reached, whatever it adds. What is refused doesn't count.
 */
public final class CloudantLimits implements Fault {

    private final Window queries;
    private final Window writes;
    private final LongSupplier nanos;
    private int refused;

    public CloudantLimits(int queries, int writes) {
        this(queries, writes, System::nanoTime);
    }

    public CloudantLimits(int queries, int writes, LongSupplier nanos) {
        this.queries = new Window("query", queries);
        this.writes = new Window("write", writes);
        this.nanos = nanos;
    }

    @Override
    public Answer answer(Request request, Supplier<Answer> normal) {
        Window window = isWrite(request) ? writes : queries;
        synchronized (this) {
            if (!window.takes(nanos.getAsLong(), units(request))) {
                refused++;
                return Answer.of(429, "{\"error\":\"too_many_requests\",\"reason\":\"You've exceeded your rate limit allowance. Please try again later.\","
                        + "\"class\":\"" + window.name + "\",\"rate\":" + window.limit + "}\n");
            }
        }
        return normal.get();
    }

    /** How many requests were refused. */
    public synchronized int refused() {
        return refused;
    }

    /** The most that came in any second. */
    public synchronized int mostQueries() {
        return queries.most;
    }

    public synchronized int mostWrites() {
        return writes.most;
    }

    private static boolean isWrite(Request request) {
        return request.method().equals("PUT") || request.method().equals("DELETE") || request.below().equals("_bulk_docs");
    }

    private static int units(Request request) {
        return request.below().equals("_bulk_docs") ? RawJson.elements(request.body(), "docs").size() : 1;
    }

    private static final class Window {

        private record Taken(long at, int units) {
        }

        private final String name;
        private final int limit;
        private final Deque<Taken> second = new ArrayDeque<>();
        private int sum;
        private int most;

        Window(String name, int limit) {
            this.name = name;
            this.limit = limit;
        }

        boolean takes(long now, int units) {
            while (!second.isEmpty() && now - second.element().at() > 1_000_000_000) {
                sum -= second.remove().units();
            }
            if (sum >= limit) {
                return false;
            }
            second.add(new Taken(now, units));
            sum += units;
            most = Math.max(most, sum);
            return true;
        }
    }
}
