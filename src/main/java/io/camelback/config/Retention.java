package io.camelback.config;

import io.camelback.archive.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much stays at each level: so many of the newest deltas, so many of the newest days, weeks, months and years that have an archive of
 * that level. They are counted, never measured in elapsed time: a clock that jumps, or a long outage, expires nothing.
 *
 * @param keep by level, from delta to yearly; {@link #UNLIMITED} for all; a level with 0 is skipped
 * @param foldRatio how large, beside the baseline, archives beyond the last level may grow before they are folded into it
 * @param grace how long an archive stays after another one has taken its place
 */
public record Retention(Map<Level, Integer> keep, double foldRatio, Duration grace) {

    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** Those that are counted, the finest first. */
    public static final List<Level> LEVELS = List.of(Level.DELTA, Level.DAILY, Level.WEEKLY, Level.MONTHLY, Level.YEARLY);

    public static final Retention DEFAULT = new Retention(
            Map.of(Level.DELTA, 48, Level.DAILY, 7, Level.WEEKLY, 4, Level.MONTHLY, 12, Level.YEARLY, UNLIMITED), 0.1, Duration.ofHours(24));

    public Retention {
        Map<Level, Integer> copy = new EnumMap<>(Level.class);
        copy.putAll(keep);
        keep = Collections.unmodifiableMap(copy);
    }

    public int keeps(Level level) {
        return keep.getOrDefault(level, 0);
    }

    /** Levels that rollups are made for, the finest first. */
    public List<Level> rollupLevels() {
        return LEVELS.stream().filter(it -> it != Level.DELTA && keeps(it) > 0).toList();
    }

    /** The last level: what leaves it may be folded into the baseline. */
    public Level last() {
        List<Level> levels = rollupLevels();
        return levels.isEmpty() ? Level.DELTA : levels.get(levels.size() - 1);
    }

    /** The level for which archives of this one are rolled up; none for the last one and beyond. */
    public Optional<Level> above(Level level) {
        return rollupLevels().stream().filter(it -> it.compareTo(level) > 0).findFirst();
    }
}
