package io.camelback.retention;

import io.camelback.archive.Level;
import io.camelback.config.Retention;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each level keeps: the newest deltas, the newest periods that have an archive. */
final class Windows {

    private final ZoneId zone;
    private final Set<Instant> deltas;
    private final Map<Level, Set<Period>> periods = new EnumMap<>(Level.class);

    Windows(Collection<Link> links, Retention retention, ZoneId zone) {
        this.zone = zone;
        deltas = new HashSet<>(links.stream().filter(it -> it.rank() == Level.DELTA).map(Link::end)
                .sorted(Comparator.reverseOrder()).limit(retention.keeps(Level.DELTA)).toList());
        for (Level level : Retention.LEVELS.subList(1, Retention.LEVELS.size())) {
            periods.put(level, new HashSet<>(links.stream().filter(it -> it.rank() == level).map(it -> Period.of(level, it.end(), zone))
                    .distinct().sorted(Comparator.comparing(Period::first).reversed()).limit(retention.keeps(level)).toList()));
        }
    }

    /** Whether the link is one of those that its level keeps. */
    boolean keep(Link link) {
        return link.rank() == Level.DELTA ? deltas.contains(link.end())
                : periods.get(link.rank()).contains(Period.of(link.rank(), link.end(), zone));
    }

    boolean keepNone(List<Link> links) {
        return links.stream().noneMatch(this::keep);
    }
}
