package io.camelback.retention;

import io.camelback.archive.Level;
import io.camelback.config.Retention;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What the policy promises, told from the runs alone: it knows no archives and no rollups, no destinations, and no plans made before. A
 * point of a run rises from level to level, or another one of its period stands for it.
 */
final class Specification {

    private final Retention retention;
    private final ZoneId zone;
    private final Instant latest;

    /** @param latest that any clock has shown: a period that was over once is over */
    Specification(Retention retention, ZoneId zone, Instant latest) {
        this.retention = retention;
        this.zone = zone;
        this.latest = latest;
    }

    /** The points of one lineage; its baseline is apart from the others, for it merges with none. */
    private static final class Points {
        /** Those of the level that was looked at last. */
        List<Instant> risen = new ArrayList<>();
        /** Those that did not get there yet. */
        final List<Instant> waiting = new ArrayList<>();
        /** Those that would be there if no more came and all time were over. */
        List<Instant> eventual = risen;
    }

    Set<Instant> promised(List<World.Run> runs) {
        Map<String, Points> lineages = new LinkedHashMap<>();
        Set<String> begun = new HashSet<>();
        for (World.Run run : runs) {
            String baselineOrRest = begun.add(run.lineage()) ? run.lineage() + " baseline" : run.lineage();
            lineages.computeIfAbsent(baselineOrRest, it -> new Points()).risen.add(run.end());
        }
        Set<Instant> newest = new HashSet<>(runs.stream().map(World.Run::end).sorted(Comparator.reverseOrder())
                .limit(retention.keeps(Level.DELTA)).toList());
        Set<Instant> promised = new HashSet<>(newest);
        Predicate<Instant> kept = newest::contains;
        for (Level level : retention.rollupLevels()) {
            for (Points points : lineages.values()) {
                rise(points, level, kept);
            }
            Set<String> window = window(lineages.values(), level);
            kept = it -> window.contains(period(level, it));
            promised.addAll(last(lineages.values().stream().flatMap(it -> it.eventual.stream()).filter(kept).toList(), level).values());
        }
        return promised;
    }

    /** Those of a period rise together, when all of them are here, none is kept, and the period is over; the last one stands for them. */
    private void rise(Points points, Level level, Predicate<Instant> kept) {
        Set<String> notYet = new HashSet<>();
        points.waiting.forEach(it -> notYet.add(period(level, it)));
        points.risen.stream().filter(it -> kept.test(it) || !isOver(level, it)).forEach(it -> notYet.add(period(level, it)));
        points.risen.stream().filter(it -> notYet.contains(period(level, it))).forEach(points.waiting::add);
        points.risen = List.copyOf(last(points.risen.stream().filter(it -> !notYet.contains(period(level, it))).toList(), level).values());
        points.eventual = List.copyOf(last(points.eventual, level).values());
    }

    private Map<String, Instant> last(List<Instant> points, Level level) {
        Map<String, Instant> last = new TreeMap<>();
        points.forEach(it -> last.merge(period(level, it), it, (one, other) -> one.isAfter(other) ? one : other));
        return last;
    }

    private Set<String> window(Collection<Points> lineages, Level level) {
        return new HashSet<>(lineages.stream().flatMap(it -> it.risen.stream()).map(it -> period(level, it)).distinct()
                .sorted(Comparator.reverseOrder()).limit(retention.keeps(level)).toList());
    }

    private boolean isOver(Level level, Instant point) {
        return period(level, latest).compareTo(period(level, point)) > 0;
    }

    /** As text whose order is that of time. */
    String period(Level level, Instant instant) {
        LocalDate day = instant.atZone(zone).toLocalDate();
        return switch (level) {
            case DAILY -> day.toString();
            case WEEKLY -> "%d-W%02d".formatted(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case MONTHLY -> YearMonth.from(day).toString();
            case YEARLY -> String.valueOf(day.getYear());
            default -> throw new IllegalArgumentException(level + " has no periods");
        };
    }
}
