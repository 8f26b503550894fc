package io.camelback.retention;

import io.camelback.archive.Level;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What each level keeps: the newest deltas, the newest periods that have an archive. */
final class Windows {

    private final Policy policy;
    private final Set<Instant> deltas;
    private final Map<Level, Set<Period>> periods = new EnumMap<>(Level.class);

    Windows(Collection<Link> links, Policy policy) {
        this.policy = policy;
        deltas = new HashSet<>(links.stream().filter(it -> it.rank() == Level.DELTA).map(Link::end)
                .sorted(Comparator.reverseOrder()).limit(policy.retention().keeps(Level.DELTA)).toList());
        for (Level level : policy.retention().rollupLevels()) {
            periods.put(level, new HashSet<>(links.stream().filter(it -> it.rank() == level).map(it -> policy.period(level, it))
                    .distinct().sorted(Comparator.comparing(Period::first).reversed()).limit(policy.retention().keeps(level)).toList()));
        }
    }

    /** Whether the link is one of those that its level keeps. */
    boolean keep(Link link) {
        return link.rank() == Level.DELTA ? deltas.contains(link.end())
                : periods.getOrDefault(link.rank(), Set.of()).contains(policy.period(link.rank(), link));
    }
}
