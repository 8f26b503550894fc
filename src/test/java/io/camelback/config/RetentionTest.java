package io.camelback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.archive.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RetentionTest {

    @Test
    void aLevelWithNothingToKeepIsSkipped() {
        Retention retention = new Retention(Map.of(Level.DELTA, 2, Level.DAILY, 0, Level.WEEKLY, 4, Level.YEARLY, 1), 0.1, Duration.ZERO);
        assertThat(retention.rollupLevels()).containsExactly(Level.WEEKLY, Level.YEARLY);
        assertThat(retention.above(Level.DELTA)).contains(Level.WEEKLY);
        assertThat(retention.above(Level.DAILY)).as("it may have been kept before").contains(Level.WEEKLY);
        assertThat(retention.above(Level.MONTHLY)).contains(Level.YEARLY);
        assertThat(retention.above(Level.YEARLY)).isEmpty();
        assertThat(retention.last()).isEqualTo(Level.YEARLY);
    }

    @Test
    void whereOnlyDeltasAreKeptTheirLevelIsTheLast() {
        Retention retention = new Retention(Map.of(Level.DELTA, 2), 0.1, Duration.ZERO);
        assertThat(retention.rollupLevels()).isEmpty();
        assertThat(retention.above(Level.DELTA)).isEmpty();
        assertThat(retention.last()).isEqualTo(Level.DELTA);
        assertThat(new Retention(Map.of(), 0.1, Duration.ZERO).last()).isEqualTo(Level.DELTA);
    }

    @Test
    void nobodyCanChangeIt() {
        Map<Level, Integer> keep = new EnumMap<>(Map.of(Level.DELTA, 2));
        Retention retention = new Retention(keep, 0.1, Duration.ZERO);
        keep.put(Level.DELTA, 3);
        assertThat(retention.keeps(Level.DELTA)).isEqualTo(2);
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> retention.keep().clear());
    }
}
