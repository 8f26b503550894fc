package io.camelback.retention;

import io.camelback.archive.Level;
import io.camelback.config.Retention;
import java.time.Instant;
import java.time.ZoneId;

/**
 * What is to be kept, seen at a moment.
 *
 * @param zone in which days, weeks, months and years are meant
 */
record Policy(Retention retention, ZoneId zone, Instant now) {

    /** The period of that level to which a link belongs. */
    Period period(Level level, Link link) {
        return Period.of(level, link.end(), zone);
    }

    boolean isOver(Period period) {
        return !period.end(zone).isAfter(now);
    }
}
