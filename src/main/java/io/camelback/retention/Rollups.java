package io.camelback.retention;

import io.camelback.archive.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rolls a lineage up into one level. Each link goes from level to level and leaves none out that is kept, so that it makes no difference
 * whether plans are made each day or once a year.
 */
final class Rollups {

    private final Policy policy;
    private final Level level;
    private final Windows windows;

    /** @param windows as they are when all lower levels are rolled up */
    Rollups(Policy policy, Level level, Windows windows) {
        this.policy = policy;
        this.level = level;
        this.windows = windows;
    }

    /** @param links of a lineage, from its baseline on; they change */
    void apply(List<Link> links) {
        Set<Period> ready = ready(links);
        List<Link> before = List.copyOf(links);
        links.clear();
        int from = 0;
        while (from < before.size()) {
            int to = end(before, from, ready);
            links.add(inPlaceOf(before.subList(from, to), ready));
            from = to;
        }
    }

    /** A period is rolled up when it is over, and what it has is no longer kept at the level below, nor has yet to get there. */
    private Set<Period> ready(List<Link> links) {
        Set<Period> ready = new HashSet<>();
        Set<Period> waiting = new HashSet<>();
        for (Link link : links) {
            if (isBelow(link)) {
                Period period = policy.period(level, link);
                boolean isNext = policy.retention().above(link.rank()).equals(Optional.of(level));
                (isNext && !windows.keep(link) && policy.isOver(period) ? ready : waiting).add(period);
            }
        }
        ready.removeAll(waiting);
        return ready;
    }

    private boolean isBelow(Link link) {
        return link.rank().compareTo(level) < 0;
    }

    private boolean joins(Link link, Set<Period> ready) {
        return isBelow(link) && ready.contains(policy.period(level, link));
    }

    /** Where those end that are merged with the first, which is often merged with none. */
    private int end(List<Link> links, int from, Set<Period> ready) {
        Link first = links.get(from);
        int to = from + 1;
        if (joins(first, ready) && !first.isBaseline()) {
            while (to < links.size() && joins(links.get(to), ready) && policy.period(level, links.get(to)).equals(policy.period(level, first))) {
                to++;
            }
        }
        return to;
    }

    /** A baseline stays what it is, and counts as one of the level from now on. */
    private Link inPlaceOf(List<Link> links, Set<Period> ready) {
        Link first = links.get(0);
        if (!joins(first, ready)) {
            return first;
        }
        return first.isBaseline() ? first.ranked(level) : Link.ofPeriod(policy.period(level, first), links);
    }
}
