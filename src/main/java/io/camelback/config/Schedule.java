package io.camelback.config;

import io.camelback.failure.Failure;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * When a task runs: a cron expression in a time zone. Quartz's rules hold where clocks are changed: a time that is left out does not
 * come on that day, and of an hour that there is twice only the later one counts.
 *
 * @param cron in Quartz's form (seconds first, six or seven fields), whatever the user wrote
 */
public record Schedule(String cron, ZoneId zone) {

    private static final String FORMS = "Write five fields (0 2 * * *) or Quartz's six (0 0 2 * * ?)";

    /**
     * @param text five fields as in a Unix crontab, or six or seven as in Quartz
     * @throws Failure (usage) that says what is wrong with it
     */
    public static Schedule parse(String text, ZoneId zone) {
        String[] fields = text.strip().split("\\s+");
        if (fields.length < 5 || fields.length > 7) {
            throw Failure.usage("'" + text + "' is not a cron expression: it has " + fields.length
                    + (fields.length == 1 ? " field" : " fields")).remedy(FORMS);
        }
        Schedule schedule = new Schedule(fields.length == 5 ? fromUnix(text, fields) : fromQuartz(text, fields), zone);
        if (schedule.nextAfter(Instant.EPOCH).isEmpty()) {
            throw Failure.usage("'" + text + "' never comes").remedy("Check the day and the month");
        }
        return schedule;
    }

    /** The first time after this one; empty when there is none any more. */
    public Optional<Instant> nextAfter(Instant instant) {
        try {
            CronExpression expression = new CronExpression(cron);
            expression.setTimeZone(timeZone());
            return Optional.ofNullable(expression.getNextValidTimeAfter(Date.from(instant))).map(Date::toInstant);
        } catch (ParseException e) {
            throw new IllegalStateException("checked when it was parsed", e);
        }
    }

    /** The zone as Quartz wants it. The older class takes names that it doesn't know, such as UTC+2, for UTC without a word. */
    public TimeZone timeZone() {
        return TimeZone.getTimeZone(zone.normalized() instanceof ZoneOffset offset
                ? offset.equals(ZoneOffset.UTC) ? "GMT" : "GMT" + offset.getId() : zone.getId());
    }

    private static String fromUnix(String text, String[] fields) {
        try {
            return Crontab.toQuartz(fields);
        } catch (Failure e) {
            throw Failure.usage("'" + text + "' is not a cron expression: " + e.getMessage());
        }
    }

    private static String fromQuartz(String text, String[] fields) {
        String cron = String.join(" ", fields);
        try {
            new CronExpression(cron);
            return cron;
        } catch (ParseException | RuntimeException e) {
            throw Failure.usage("'" + text + "' is not a Quartz cron expression: " + words(e)).remedy(FORMS).cause(e);
        }
    }

    /** What Quartz says, without the exceptions of its own parser. */
    private static String words(Exception e) {
        return String.valueOf(e.getMessage()).replaceFirst("\\s*\\(java\\..*", "");
    }
}
