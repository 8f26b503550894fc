package io.camelback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScheduleTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 2 * * *            | 0 0 2 * * ?",
        "*/15 * * * *         | 0 0,15,30,45 * * * ?",
        "5-7,50/5 1-23/11 * * *  | 0 5,6,7,50,55 1,12,23 * * ?",
        "0 0 */10 * *         | 0 0 0 1,11,21,31 * ?",
        "0 0 1 jan,JUL-Sep *  | 0 0 0 1 1,7,8,9 ?",
        "0 0 * * 0            | 0 0 0 ? * SUN",
        "0 0 * * 7            | 0 0 0 ? * SUN",
        "0 0 * * 5-7          | 0 0 0 ? * SUN,FRI,SAT",
        "0 0 * * mon-Fri      | 0 0 0 ? * MON,TUE,WED,THU,FRI",
        "0 0 * * */2          | 0 0 0 ? * SUN,TUE,THU,SAT",
        "0 0 * * 2/2          | 0 0 0 ? * TUE,THU,SAT",
        "0 0 * * 1,3,SUN      | 0 0 0 ? * SUN,MON,WED",
    })
    void crontabBecomesQuartz(String crontab, String quartz) {
        assertThat(Schedule.parse(crontab, ZoneOffset.UTC).cron()).isEqualTo(quartz);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 2 * * ?", "0 0 2 ? * MON-FRI", "0 0 2 L * ?", "0 0 2 ? * 6#3", "*/1 * * * * ?", "0 0 2 1 1 ? 2030-2040"})
    void quartzStaysAsItIs(String quartz) {
        assertThat(Schedule.parse("  " + quartz.replace(" ", "  ") + " ", ZoneOffset.UTC).cron()).isEqualTo(quartz);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "daily                | 'daily' is not a cron expression: it has 1 field. Write five fields",
        "0 2 * *              | it has 4 fields",
        "0 0 2 * * ? 2030 x   | it has 8 fields",
        "60 2 * * *           | '60' is no minute. It goes from 0 to 59",
        "0 24 * * *           | '24' is no hour. It goes from 0 to 23",
        "0 2 0 * *            | '0' is no day of the month. It goes from 1 to 31",
        "0 2 * 13 *           | '13' is no month. It goes from 1 to 12, or JAN to DEC",
        "0 2 * * 8            | '8' is no day of the week. It goes from 0 to 7, or SUN to SAT",
        "0 2 * * FUN          | 'FUN' is no day of the week",
        "0 2 * * 5-1          | '5-1' is no day of the week",
        "0 2 * * 7/2          | '7/2' is no day of the week",
        "0 22-2 * * *         | '22-2' is no hour",
        "0 1-2-3 * * *        | '1-2-3' is no hour",
        "*/0 2 * * *          | '*/0' is no minute",
        "*/90 2 * * *         | '*/90' is no minute",
        "1/2/3 2 * * *        | '1/2/3' is no minute",
        "*5 2 * * *           | '*5' is no minute",
        "0,,5 2 * * *         | '' is no minute",
        "0, 2 * * *           | '' is no minute",
        "-5 2 * * *           | '-5' is no minute",
        "0x5 2 * * *          | '0x5' is no minute",
        "٣ 2 * * *            | '٣' is no minute",
        "0 2 ? * 1            | it names days of the month and of the week",
        "0 2 1 * 1            | it names days of the month and of the week, which crontab takes for either of them",
        "0 2 */2 * MON        | Make two tasks of it, or name one of them only",
        "0 2 L * *            | 'L' is no day of the month",
        "0 2 30 2 *           | '0 2 30 2 *' never comes. Check the day and the month",
        "0 0 2 * * *          | is not a Quartz cron expression: Support for specifying both",
        "0 0 2 * * FOO        | is not a Quartz cron expression",
        "0 a b c d ?          | is not a Quartz cron expression: Illegal cron expression format. Write five fields",
        "0 0 0 L- * ?         | is not a Quartz cron expression: Illegal cron expression format. Write five fields",
    })
    void nonsenseIsRefusedWithWhatIsWrongWithIt(String text, String why) {
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> Schedule.parse(text, ZoneOffset.UTC))
                .withMessageContaining("'" + text + "'").withMessageContaining(why).withMessageNotContaining("Exception")
                .satisfies(it -> assertThat(it.party()).isEqualTo(Party.USER));
    }

    @Test
    void theNextTimeIsAlwaysLater() {
        Schedule daily = Schedule.parse("0 2 * * *", ZoneOffset.UTC);
        assertThat(daily.nextAfter(Instant.parse("2026-01-01T01:59:59.999Z"))).contains(Instant.parse("2026-01-01T02:00:00Z"));
        assertThat(daily.nextAfter(Instant.parse("2026-01-01T02:00:00Z"))).contains(Instant.parse("2026-01-02T02:00:00Z"));
        assertThat(daily.nextAfter(Instant.parse("2026-01-01T02:00:00.001Z"))).contains(Instant.parse("2026-01-02T02:00:00Z"));
    }

    @Test
    void aScheduleWithYearsEnds() {
        assertThat(Schedule.parse("0 0 2 1 1 ? 2030", ZoneOffset.UTC).nextAfter(Instant.parse("2030-01-01T02:00:00Z"))).isEmpty();
    }

    @Test
    void theTimeZoneDecides() {
        assertThat(Schedule.parse("0 2 * * *", VIENNA).nextAfter(Instant.parse("2026-01-01T00:00:00Z")))
                .contains(Instant.parse("2026-01-01T01:00:00Z"));
        assertThat(Schedule.parse("0 2 * * *", VIENNA).nextAfter(Instant.parse("2026-07-01T00:00:00Z")))
                .contains(Instant.parse("2026-07-02T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"+02:00,00:00", "UTC+2,00:00", "GMT+2,00:00", "Etc/GMT-2,00:00", "Africa/Cairo,00:00", "Z,02:00", "UTC,02:00", "-03:30,05:30"})
    void everyFormOfAZoneIsUnderstood(String zone, String hourInUtc) {
        assertThat(Schedule.parse("0 2 * * *", ZoneId.of(zone)).nextAfter(Instant.parse("2026-01-01T23:59:59Z")))
                .contains(Instant.parse("2026-01-02T" + hourInUtc + ":00Z"));
    }

    @Test
    void aTimeThatTheClocksLeaveOutDoesNotComeOnThatDay() {
        assertThat(times(Schedule.parse("30 2 * * *", VIENNA), "2026-03-28T00:00:00Z", 2))
                .containsExactly("2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z");
        assertThat(times(Schedule.parse("30 * * * *", VIENNA), "2026-03-29T00:00:00Z", 3))
                .containsExactly("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z");
    }

    @Test
    void ofAnHourThatThereIsTwiceTheLaterOneCounts() {
        assertThat(times(Schedule.parse("30 2 * * *", VIENNA), "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z");
        assertThat(times(Schedule.parse("30 * * * *", VIENNA), "2026-10-24T23:00:00Z", 3))
                .containsExactly("2026-10-24T23:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z");
    }

    private static List<String> times(Schedule schedule, String from, int count) {
        List<String> times = new ArrayList<>();
        Instant time = Instant.parse(from);
        for (int i = 0; i < count; i++) {
            time = schedule.nextAfter(time).orElseThrow();
            times.add(time.toString());
        }
        return times;
    }
}
