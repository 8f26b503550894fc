package io.camelback.status;

import io.camelback.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a task stands.
 *
 * @param failure why no destination could be read, so that nothing else is known; empty if one could
 * @param lastGood when the newest good run began: what was in the database then is kept
 * @param unchanged whether that run found nothing new
 * @param point the newest restore point
 * @param age since the newest good run
 * @param pointAge since the newest restore point
 * @param nextRun by the schedule
 * @param behind destinations that lack a part of the newest chain
 * @param unreachable destinations that could not be read, and why
 * @param stale whether a scheduled run is overdue by more than an hour, or there is no backup at all
 */
public record TaskStatus(String task, Optional<Failure> failure, Optional<Instant> lastGood, boolean unchanged, Optional<Instant> point,
        Optional<Duration> age, Optional<Duration> pointAge, Optional<Instant> nextRun, List<String> behind, Map<String, String> unreachable, boolean stale) {

    public boolean isWell() {
        return !stale && behind.isEmpty() && unreachable.isEmpty();
    }
}
