package io.camelback.config;

import io.camelback.failure.Failure;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The five fields of a Unix crontab, read strictly: numbers, names, ranges, steps, and lists of these. Quartz writes them otherwise: it
 * numbers the days of the week from 1, wants a question mark where the other kind of day decides, and overlooks much that is wrong.
 */
final class Crontab {

    private static final Field MINUTE = new Field("minute", 0, 59, 0, List.of());
    private static final Field HOUR = new Field("hour", 0, 23, 0, List.of());
    private static final Field DAY_OF_MONTH = new Field("day of the month", 1, 31, 1, List.of());
    private static final Field MONTH = new Field("month", 1, 12, 1,
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"));
    private static final Field DAY_OF_WEEK = new Field("day of the week", 0, 7, 0,
            List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    private static final String EVERY = "*";

    /**
     * One of the five.
     *
     * @param names of the values from {@code firstName} on
     */
    private record Field(String name, int least, int most, int firstName, List<String> names) {
    }

    private Crontab() {
    }

    /**
     * @param fields five of them
     * @return the same in Quartz's form, seconds first
     * @throws Failure (usage) that says what is wrong, without the expression itself
     */
    static String toQuartz(String[] fields) {
        boolean everyDayOfMonth = fields[2].equals(EVERY);
        boolean everyDayOfWeek = fields[4].equals(EVERY);
        if (!everyDayOfMonth && !everyDayOfWeek) {
            throw Failure.usage("it names days of the month and of the week, which crontab takes for either of them, and one Quartz "
                    + "expression can't say").remedy("Make two tasks of it, or name one of them only");
        }
        String dayOfMonth = numbers(DAY_OF_MONTH, fields[2]);
        return String.join(" ", "0", numbers(MINUTE, fields[0]), numbers(HOUR, fields[1]), everyDayOfWeek ? dayOfMonth : "?",
                numbers(MONTH, fields[3]), everyDayOfWeek ? "?" : daysOfWeek(fields[4]));
    }

    private static String numbers(Field field, String text) {
        return text.equals(EVERY) ? EVERY
                : values(field, text).stream().mapToObj(String::valueOf).collect(Collectors.joining(","));
    }

    private static String daysOfWeek(String text) {
        BitSet days = values(DAY_OF_WEEK, text);
        if (days.get(7)) {
            days.clear(7);
            days.set(0);
        }
        return days.stream().mapToObj(DAY_OF_WEEK.names()::get).collect(Collectors.joining(","));
    }

    private static BitSet values(Field field, String text) {
        BitSet values = new BitSet();
        for (String part : text.split(",", -1)) {
            String[] stepped = part.split("/", -1);
            boolean every = stepped[0].equals(EVERY);
            String[] ends = every ? new String[] {"" + field.least(), "" + last(field)} : stepped[0].split("-", -1);
            if (stepped.length > 2 || ends.length > 2) {
                throw wrong(field, part);
            }
            int step = stepped.length == 1 ? 1 : number(field, part, stepped[1], 1, field.most());
            int first = value(field, part, ends[0]);
            int last = ends.length == 2 ? value(field, part, ends[1]) : stepped.length == 2 ? last(field) : first;
            if (last < first) {
                throw wrong(field, part);
            }
            for (int value = first; value <= last; value += step) {
                values.set(value);
            }
        }
        return values;
    }

    /** Sunday is 0 and 7; every day is counted once. */
    private static int last(Field field) {
        return field == DAY_OF_WEEK ? 6 : field.most();
    }

    private static int value(Field field, String part, String text) {
        int name = field.names().indexOf(text.toUpperCase(Locale.ROOT));
        return name >= 0 ? name + field.firstName() : number(field, part, text, field.least(), field.most());
    }

    private static int number(Field field, String part, String text, int least, int most) {
        int number = text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw wrong(field, part);
        }
        return number;
    }

    private static Failure wrong(Field field, String part) {
        String names = field.names().isEmpty() ? "" : ", or " + field.names().get(0) + " to " + field.names().get(field.names().size() - 1);
        return Failure.usage("'" + part + "' is no " + field.name()).remedy("It goes from " + field.least() + " to " + field.most() + names
                + "; a range is 1-5, a list 1,3, a step */2");
    }
}
