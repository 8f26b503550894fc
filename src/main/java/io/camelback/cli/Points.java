package io.camelback.cli;

import io.camelback.failure.Failure;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What users write after {@code --at}: the last moment whose restore point would do. */
final class Points {

    /** Of the option. */
    static final String DESCRIPTION = "The last restore point not later than this: an instant, a time or a whole day in the time zone of the "
            + "task, or latest, which is the default.";

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder().append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart().appendLiteral('T').append(DateTimeFormatter.ISO_LOCAL_TIME).optionalStart().appendOffsetId()
            .toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private Points() {
    }

    /**
     * The moment; empty for the newest point: when nothing was written, or {@code latest}.
     *
     * @param zone of the task, in which dates and times without an offset are meant
     */
    static Optional<Instant> parse(String at, ZoneId zone) {
        if (at == null || at.equals("latest")) {
            return Optional.empty();
        }
        try {
            TemporalAccessor written = FORMAT.parseBest(at, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            return Optional.of(written instanceof OffsetDateTime instant ? instant.toInstant()
                    : written instanceof LocalDateTime time ? only(time, zone) : endOf((LocalDate) written, zone));
        } catch (DateTimeException e) {
            throw Failure.usage("--at " + at + " is no time").remedy("Write 2026-01-31T12:00:00Z, 2026-01-31T12:00, 2026-01-31, or latest")
                    .cause(e);
        }
    }

    /** The day is over when the next one begins, which isn't midnight everywhere, nor always 24 hours later. */
    private static Instant endOf(LocalDate day, ZoneId zone) {
        return day.plusDays(1).atStartOfDay(zone).toInstant().minusNanos(1);
    }

    /** Where clocks are changed, a time is there twice or not at all; which moment is meant is then for the user to say. */
    private static Instant only(LocalDateTime time, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
        if (offsets.size() == 1) {
            return time.toInstant(offsets.get(0));
        }
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = zone.getRules().getTransition(time);
            throw Failure.usage("--at " + time + " never was in " + zone + ", where clocks went from " + gap.getDateTimeBefore().toLocalTime()
                    + " to " + gap.getDateTimeAfter().toLocalTime()).remedy("Write a time before or after that");
        }
        throw Failure.usage("--at " + time + " was twice in " + zone + ", where clocks were put back")
                .remedy("Write " + time + offsets.get(0) + " or, for the second time, " + time + offsets.get(1));
    }
}
