package io.camelback.status;

import io.camelback.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a whole server stands.
 *
 * @param failure why no destination could be read, so that nothing else is known; empty if one could
 * @param lastRun when the newest run began
 * @param databases how many were to be backed up then
 * @param failing those whose run failed, by their plain names
 * @param partly those of which a destination lacks something
 * @param behind destinations that missed the newest run
 * @param unreachable destinations that could not be read, and why
 * @param stale whether a scheduled run is overdue by more than an hour, for one of the databases at least, or there is no backup at all
 */
public record ServerStatus(String task, Optional<Failure> failure, Optional<Instant> lastRun, Optional<Duration> age, int databases,
        Map<String, Failing> failing, List<String> partly, Optional<Instant> nextRun, List<String> behind, Map<String, String> unreachable,
        boolean stale) {

    /**
     * A database whose newest run failed.
     *
     * @param lastGood when its newest good run began, if there was one
     */
    public record Failing(String problem, Optional<Instant> lastGood, boolean stale) {
    }

    public boolean isWell() {
        return !stale && failing.isEmpty() && partly.isEmpty() && behind.isEmpty() && unreachable.isEmpty();
    }
}
