package io.camelback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.failure.Failure;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand after {@code --at}, and which moment it is. */
class PointsTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z,             Europe/Vienna,      2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.123+02:00,    Europe/Vienna,      2026-01-31T10:00:00.123Z",
        "2026-01-31T12:00-05:00,           UTC,                2026-01-31T17:00:00Z",
        "2026-01-31T12:00,                 UTC,                2026-01-31T12:00:00Z",
        "2026-01-31T12:00,                 Europe/Vienna,      2026-01-31T11:00:00Z",
        "2026-07-31T12:00:30.5,            Europe/Vienna,      2026-07-31T10:00:30.500Z",
        "2026-07-31T12:00,                 +05:30,             2026-07-31T06:30:00Z",
        "2026-10-25T02:30+02:00,           Europe/Vienna,      2026-10-25T00:30:00Z",
        "2026-10-25T02:30+01:00,           Europe/Vienna,      2026-10-25T01:30:00Z",
    })
    void aTimeWithoutAnOffsetIsThatOfTheTasksZone(String at, ZoneId zone, Instant expected) {
        assertThat(Points.parse(at, zone)).contains(expected);
    }

    /** The day of 25 hours, that of 23, and days that don't begin at midnight, or end twice, or never were. */
    @ParameterizedTest
    @CsvSource({
        "2026-01-31,   UTC,                2026-01-31T23:59:59.999999999Z",
        "2026-01-31,   Europe/Vienna,      2026-01-31T22:59:59.999999999Z",
        "2026-10-25,   Europe/Vienna,      2026-10-25T22:59:59.999999999Z",
        "2026-10-24,   Europe/Vienna,      2026-10-24T21:59:59.999999999Z",
        "2026-03-29,   Europe/Vienna,      2026-03-29T21:59:59.999999999Z",
        "2018-11-03,   America/Sao_Paulo,  2018-11-04T02:59:59.999999999Z",
        "2018-02-17,   America/Sao_Paulo,  2018-02-18T02:59:59.999999999Z",
        "2011-12-30,   Pacific/Apia,       2011-12-30T09:59:59.999999999Z",
        "2024-02-29,   UTC,                2024-02-29T23:59:59.999999999Z",
    })
    void aDateIsThatWholeDayWhereTheTaskIs(String at, ZoneId zone, Instant expected) {
        assertThat(Points.parse(at, zone)).contains(expected);
    }

    @Test
    void latestAndNothingAreTheNewest() {
        assertThat(Points.parse(null, VIENNA)).isEmpty();
        assertThat(Points.parse("latest", VIENNA)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "noon", "Latest", "2026", "2026-01", "2026-02-29", "2026-1-31", "2026-01-31T", "2026-01-31T24:00", "2026-01-31 12:00",
        "2026-01-31T12:00+25:00", "2026-01-31Z", "31.01.2026", "+999999999-12-31"})
    void anythingElseIsRefused(String at) {
        assertThatThrownBy(() -> Points.parse(at, VIENNA)).isInstanceOf(Failure.class).hasMessage("--at " + at
                + " is no time. Write 2026-01-31T12:00:00Z, 2026-01-31T12:00, 2026-01-31, or latest");
    }

    @Test
    void aTimeThatWasTwiceIsForTheUserToTell() {
        assertThatThrownBy(() -> Points.parse("2026-10-25T02:30", VIENNA)).isInstanceOf(Failure.class)
                .hasMessage("--at 2026-10-25T02:30 was twice in Europe/Vienna, where clocks were put back. "
                        + "Write 2026-10-25T02:30+02:00 or, for the second time, 2026-10-25T02:30+01:00");
    }

    @Test
    void aTimeThatNeverWasIsRefused() {
        assertThatThrownBy(() -> Points.parse("2026-03-29T02:30", VIENNA)).isInstanceOf(Failure.class)
                .hasMessage("--at 2026-03-29T02:30 never was in Europe/Vienna, where clocks went from 02:00 to 03:00. "
                        + "Write a time before or after that");
    }
}
