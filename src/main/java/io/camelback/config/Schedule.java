package io.camelback.config;

import io.camelback.failure.Failure;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import org.quartz.CronExpression;

/**
 * When a task runs: a cron expression in a time zone.
 *
 * @param cron in Quartz's form (seconds first, six or seven fields), whatever the user wrote
 */
public record Schedule(String cron, ZoneId zone) {

    private static final String[] DAYS = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

    /**
     * @param text five fields as in a Unix crontab, or six or seven as in Quartz
     * @throws Failure (usage) that says what is wrong with it
     */
    public static Schedule parse(String text, ZoneId zone) {
        String[] fields = text.strip().split("\\s+");
        String cron = fields.length == 5 ? fromUnix(text, fields) : String.join(" ", fields);
        if (fields.length < 5 || fields.length > 7) {
            throw Failure.usage("'" + text + "' is not a cron expression: it has " + fields.length + " fields")
                    .remedy("Write five fields (0 2 * * *) or Quartz's six (0 0 2 * * ?)");
        }
        try {
            new CronExpression(cron);
        } catch (ParseException e) {
            throw Failure.usage("'" + text + "' is not a cron expression: " + e.getMessage())
                    .remedy("Write five fields (0 2 * * *) or Quartz's six (0 0 2 * * ?)").cause(e);
        }
        return new Schedule(cron, zone);
    }

    /** The first time after this one; empty when there is none any more. */
    public Optional<Instant> nextAfter(Instant instant) {
        try {
            CronExpression expression = new CronExpression(cron);
            expression.setTimeZone(TimeZone.getTimeZone(zone));
            return Optional.ofNullable(expression.getNextValidTimeAfter(Date.from(instant))).map(Date::toInstant);
        } catch (ParseException e) {
            throw new IllegalStateException("checked when it was parsed", e);
        }
    }

    /** Quartz numbers the days from 1, crontab from 0, and Quartz wants a question mark where the other kind of day decides. */
    private static String fromUnix(String text, String[] fields) {
        boolean everyDayOfMonth = fields[2].equals("*");
        boolean everyDayOfWeek = fields[4].equals("*");
        if (!everyDayOfMonth && !everyDayOfWeek) {
            throw Failure.usage("'" + text + "' names days of the month and of the week; crontab runs on either, which one "
                    + "Quartz expression can't say").remedy("Make two tasks of it, or name one of them only");
        }
        String days = everyDayOfWeek ? "?" : daysOfWeek(text, fields[4]);
        return String.join(" ", "0", fields[0], fields[1], everyDayOfWeek ? fields[2] : "?", fields[3], days);
    }

    private static String daysOfWeek(String text, String field) {
        Set<Integer> days = new TreeSet<>();
        for (String part : field.split(",", -1)) {
            String[] range = part.split("/", -1);
            int step = range.length == 2 ? number(text, range[1], 1, 7) : 1;
            String[] ends = range[0].equals("*") ? new String[] {"0", "6"} : range[0].split("-", -1);
            int first = day(text, ends[0]);
            int last = ends.length == 2 ? day(text, ends[1]) : range.length == 2 ? 6 : first;
            if (range.length > 2 || ends.length > 2 || last < first) {
                throw badDay(text, part);
            }
            for (int day = first; day <= last; day += step) {
                days.add(day % 7);
            }
        }
        return String.join(",", days.stream().map(day -> DAYS[day]).toList());
    }

    private static int day(String text, String name) {
        for (int i = 0; i < DAYS.length; i++) {
            if (DAYS[i].equals(name.toUpperCase(Locale.ROOT))) {
                return i;
            }
        }
        return number(text, name, 0, 7);
    }

    private static int number(String text, String number, int least, int most) {
        if (number.matches("\\d") && number.charAt(0) - '0' >= least && number.charAt(0) - '0' <= most) {
            return number.charAt(0) - '0';
        }
        throw badDay(text, number);
    }

    private static Failure badDay(String text, String part) {
        return Failure.usage("'" + text + "' is not a cron expression: '" + part + "' is no day of the week")
                .remedy("Days go from 0 (Sunday) to 6, or SUN to SAT");
    }
}
