package io.camelback.couchdb;

/**
 * How many ids go into a page: so many that an answer is about 4 MiB, by the sizes seen, and never above the number at which
 * larger pages stop being faster. A server builds its answer in memory, and a larger one is a larger loss when it is cut.
 */
final class PageSizer {

    private static final int TARGET_BYTES = 4 * 1024 * 1024;
    private static final int MOST_IDS = 500;

    private double average;
    private int most = MOST_IDS;

    /**
     * @param expected bytes of a document by what the database says of itself; 0 if it says nothing
     */
    PageSizer(long expected) {
        this.average = Math.max(1, expected);
    }

    synchronized int ids() {
        return (int) Math.max(1, Math.min(most, TARGET_BYTES / average));
    }

    /** Larger documents count at once, smaller ones by and by. */
    synchronized void saw(long bytes, int documents) {
        if (documents > 0) {
            double seen = Math.max(1, (double) bytes / documents);
            average = seen > average ? seen : (average * 3 + seen) / 4;
        }
    }

    synchronized long expectedBytes(int documents) {
        return (long) (average * documents);
    }

    /** The server refused this many as too large an answer or request. */
    synchronized void refused(int ids) {
        most = Math.max(1, ids / 2);
    }
}
