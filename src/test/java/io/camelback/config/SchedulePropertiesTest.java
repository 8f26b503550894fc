package io.camelback.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.failure.Failure;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Random crontab expressions against a model that looks at one minute after the other. */
final class SchedulePropertiesTest {

    private static final int HORIZON_DAYS = 370;
    private static final List<String> MONTHS =
            List.of("JAN", "feb", "Mar", "APR", "MAY", "JUN", "jul", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "mon", "Tue", "WED", "THU", "FRI", "SAT", "sun");

    /** A field as it is written, and what it means. */
    private record Field(String text, Set<Integer> values) {

        boolean has(int value) {
            return values.contains(value);
        }
    }

    private record Crontab(Field minute, Field hour, Field dayOfMonth, Field month, Field dayOfWeek) {

        String text() {
            return String.join(" ", minute.text, hour.text, dayOfMonth.text, month.text, dayOfWeek.text);
        }

        boolean has(LocalDate day) {
            int dayOfWeekFromSunday = day.getDayOfWeek().getValue() % 7;
            return month.has(day.getMonthValue()) && dayOfMonth.has(day.getDayOfMonth())
                    && (dayOfWeek.has(dayOfWeekFromSunday) || dayOfWeekFromSunday == 0 && dayOfWeek.has(7));
        }

        /** The first minute after this one, within the horizon. */
        Optional<LocalDateTime> nextAfter(LocalDateTime time) {
            LocalDateTime minute = time.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
            LocalDateTime end = time.plusDays(HORIZON_DAYS);
            while (minute.isBefore(end)) {
                if (!has(minute.toLocalDate())) {
                    minute = minute.toLocalDate().plusDays(1).atStartOfDay();
                } else if (hour.has(minute.getHour()) && this.minute.has(minute.getMinute())) {
                    return Optional.of(minute);
                } else {
                    minute = minute.plusMinutes(1);
                }
            }
            return Optional.empty();
        }
    }

    @Property(tries = 1000, seed = "1", edgeCases = EdgeCasesMode.NONE)
    void theNextTimesAreThoseOfCrontab(@ForAll("crontabs") Crontab crontab, @ForAll("instants") Instant from) {
        Schedule schedule;
        try {
            schedule = Schedule.parse(crontab.text(), ZoneOffset.UTC);
        } catch (Failure e) {
            assertThat(e).as(crontab.text()).hasMessageContaining("never comes");
            assertThat(crontab.nextAfter(LocalDateTime.ofInstant(from, ZoneOffset.UTC))).isEmpty();
            return;
        }
        Instant time = from;
        for (int i = 0; i < 4; i++) {
            Optional<Instant> expected = crontab.nextAfter(LocalDateTime.ofInstant(time, ZoneOffset.UTC)).map(it -> it.toInstant(ZoneOffset.UTC));
            Optional<Instant> next = schedule.nextAfter(time);
            if (expected.isEmpty()) {
                Instant horizon = time.plus(HORIZON_DAYS, ChronoUnit.DAYS);
                assertThat(next.filter(it -> it.isBefore(horizon))).as("%s after %s", crontab.text(), time).isEmpty();
                return;
            }
            assertThat(next).as("%s after %s", crontab.text(), time).isEqualTo(expected);
            time = next.orElseThrow();
        }
    }

    @Property(tries = 2000, seed = "2")
    void whateverIsWrittenIsAScheduleOrRefusedInOneLine(@ForAll("nearlyCrontabs") String text) {
        try {
            assertThat(Schedule.parse(text, ZoneOffset.UTC).nextAfter(Instant.EPOCH)).isPresent();
        } catch (Failure e) {
            assertThat(e.getMessage()).doesNotContain("\n").doesNotContain("Exception").endsWith(e.getMessage().strip());
        }
    }

    @Provide
    Arbitrary<Crontab> crontabs() {
        Arbitrary<Field> everyDayOfMonth = Arbitraries.just(every(1, 31));
        Arbitrary<Field> everyDayOfWeek = Arbitraries.just(every(0, 6));
        Arbitrary<Crontab> byMonth = Combinators.combine(field(0, 59, List.of()), field(0, 23, List.of()), field(1, 31, List.of()),
                field(1, 12, MONTHS), everyDayOfWeek).as(Crontab::new);
        Arbitrary<Crontab> byWeek = Combinators.combine(field(0, 59, List.of()), field(0, 23, List.of()), everyDayOfMonth,
                field(1, 12, MONTHS), field(0, 7, DAYS)).as(Crontab::new);
        return Arbitraries.oneOf(byMonth, byWeek);
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs().between(Instant.parse("2020-01-01T00:00:00Z").toEpochMilli(), Instant.parse("2040-01-01T00:00:00Z").toEpochMilli())
                .map(Instant::ofEpochMilli);
    }

    @Provide
    Arbitrary<String> nearlyCrontabs() {
        Arbitrary<String> field = Arbitraries.strings().withChars("0123456789*/-,?LW#MONSUJAaä").ofMinLength(1).ofMaxLength(5);
        return Arbitraries.oneOf(field, Arbitraries.of("*", "0", "?", "1")).list().ofMinSize(5).ofMaxSize(7).map(it -> String.join(" ", it));
    }

    private static Arbitrary<Field> field(int least, int most, List<String> names) {
        Arbitrary<Field> list = part(least, most, names).list().ofMinSize(1).ofMaxSize(3).map(parts -> {
            Set<Integer> values = new TreeSet<>();
            parts.forEach(it -> values.addAll(it.values));
            return new Field(String.join(",", parts.stream().map(Field::text).toList()), values);
        });
        return Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(every(least, most))), Tuple.of(4, list));
    }

    private static Arbitrary<Field> part(int least, int most, List<String> names) {
        Arbitrary<Integer> value = Arbitraries.integers().between(least, most);
        Arbitrary<Integer> step = Arbitraries.integers().between(1, most);
        Arbitrary<Boolean> named = Arbitraries.of(true, false);
        Arbitrary<Field> single = Combinators.combine(value, named).as((a, n) -> range(text(a, least, names, n), a, a, 1));
        Arbitrary<Field> range = Combinators.combine(value, value, step, named, named).as((a, b, by, n, stepped) -> {
            int first = Math.min(a, b);
            int last = Math.max(a, b);
            String text = text(first, least, names, n) + "-" + text(last, least, List.of(), false);
            return range(stepped ? text + "/" + by : text, first, last, stepped ? by : 1);
        });
        Arbitrary<Field> steps = step.map(by -> range("*/" + by, least, names == DAYS ? 6 : most, by));
        return Arbitraries.oneOf(single, range, steps);
    }

    private static Field every(int least, int most) {
        return range("*", least, most, 1);
    }

    private static Field range(String text, int first, int last, int step) {
        Set<Integer> values = new TreeSet<>();
        for (int value = first; value <= last; value += step) {
            values.add(value);
        }
        return new Field(text, values);
    }

    /** The eighth day is a Sunday again, and as a name it is the first: it is written as a number. */
    private static String text(int value, int least, List<String> names, boolean named) {
        return named && !names.isEmpty() && (value != 7 || names != DAYS) ? names.get(value - least) : String.valueOf(value);
    }
}
