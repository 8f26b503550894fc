package io.camelback.couchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.failure.Failure;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

    private static final OptionalDouble NONE = OptionalDouble.empty();

    @Test
    void rateIsANumberWithOrWithoutAPoint() {
        assertThat(Limits.perSecond("20")).isEqualTo(20);
        assertThat(Limits.perSecond("0.5")).isEqualTo(0.5);
        assertThat(Limits.perSecond("0.01")).isEqualTo(0.01);
        assertThat(Limits.perSecond("1000000")).isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.001", "-1", "1e3", "2m", "1000000.5", "NaN", ".5", "5.", ""})
    void whatIsNoRateIsRefused(String text) {
        assertThatThrownBy(() -> Limits.perSecond(text)).isInstanceOf(Failure.class)
                .hasMessage("'" + text + "' is not a number from 0.01 to 1000000. Write how many a second: 20, or 0.5");
    }

    @Test
    void whatIsNotGivenIsTakenFromOthers() {
        Limits task = new Limits("task", OptionalDouble.of(5), OptionalDouble.of(10), OptionalDouble.of(1_000));

        assertThat(Limits.NONE.orElse(task)).isSameAs(task);
        assertThat(new Limits("command", NONE, OptionalDouble.of(3), NONE).orElse(task))
                .isEqualTo(new Limits("command", OptionalDouble.of(5), OptionalDouble.of(3), OptionalDouble.of(1_000)));
    }

    /** Spread over the second if there may be ten requests in it; else so many that the writes there may be are all used. */
    @ParameterizedTest
    @CsvSource({"10, , 1", "50, , 5", "55, , 6", "0.5, , 1", "50, 20, 5", "50, 5, 10", "50, 0.5, 100", ", 5, 2147483647"})
    void requestsWriteSoManyTogether(Double writes, Double requests, int together) {
        Limits limits = new Limits("x", of(requests), of(writes), NONE);

        assertThat(limits.writesTogether()).isEqualTo(together);
    }

    private static OptionalDouble of(Double value) {
        return value == null ? NONE : OptionalDouble.of(value);
    }
}
