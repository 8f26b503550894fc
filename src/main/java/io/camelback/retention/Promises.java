package io.camelback.retention;

import io.camelback.archive.Level;
import io.camelback.config.Retention;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which lineages are still needed. Of a period only the last restore point is promised, in whichever lineage it is; so a lineage has done
 * its duty when newer ones have a later point in each period for which it could stand.
 */
final class Promises {

    private final Policy policy;
    private final Windows windows;
    private final Map<Period, Instant> latest = new HashMap<>();

    Promises(Policy policy, Windows windows) {
        this.policy = policy;
        this.windows = windows;
    }

    /** Whether a restore point of this lineage is promised, beside those of the newer ones that were added. */
    boolean need(List<Link> lineage) {
        return lineage.stream().anyMatch(this::isPromised);
    }

    /** Adds a lineage that stays. */
    void add(List<Link> lineage) {
        for (Link link : lineage) {
            for (Level level : retention().rollupLevels()) {
                if (level.compareTo(link.rank()) >= 0) {
                    latest.merge(policy.period(level, link), link.end(), (one, other) -> one.isAfter(other) ? one : other);
                }
            }
        }
    }

    /** At its level, or at a higher one: a week has its place in a month for which another point may stand than for the week. */
    private boolean isPromised(Link link) {
        boolean kept = windows.keep(link);
        if (kept && link.rank() == Level.DELTA) {
            return true;
        }
        return retention().rollupLevels().stream().filter(it -> it.compareTo(link.rank()) > (kept ? -1 : 0)).anyMatch(level -> {
            Instant later = latest.get(policy.period(level, link));
            return later == null || !later.isAfter(link.end());
        });
    }

    private Retention retention() {
        return policy.retention();
    }
}
