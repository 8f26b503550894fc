package io.camelback.retention;

import io.camelback.archive.Level;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/**
 * A day, a week from Monday, a month or a year of the calendar in a time zone. An archive belongs to the period of its end.
 *
 * @param level from daily to yearly
 * @param first the period's first day
 */
public record Period(Level level, LocalDate first) {

    static Period of(Level level, Instant instant, ZoneId zone) {
        LocalDate day = instant.atZone(zone).toLocalDate();
        return new Period(level, switch (level) {
            case DAILY -> day;
            case WEEKLY -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTHLY -> day.withDayOfMonth(1);
            case YEARLY -> day.withDayOfYear(1);
            case DELTA, BASELINE -> throw new IllegalArgumentException("The level " + level + " has no periods");
        });
    }

    /** The moment at which it is over. Where a clock change leaves out midnight, the day begins at the first moment that there is. */
    Instant end(ZoneId zone) {
        LocalDate next = switch (level) {
            case DAILY -> first.plusDays(1);
            case WEEKLY -> first.plusWeeks(1);
            case MONTHLY -> first.plusMonths(1);
            default -> first.plusYears(1);
        };
        return next.atStartOfDay(zone).toInstant();
    }
}
