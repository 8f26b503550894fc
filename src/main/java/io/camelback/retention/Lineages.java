package io.camelback.retention;

import io.camelback.archive.Level;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chain;
import io.camelback.catalog.Chains;
import io.camelback.catalog.StoredArchive;
import io.camelback.config.Retention;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The lineages of a task as they will be: of each the chain to its last restore point, in as few links as there are, then merged further by
 * the policy until there is no more to merge. What would be merged twice is merged once, from the archives that are there.
 */
final class Lineages {

    /** So many archives may wait beyond the last level, however small they are. */
    private static final int MOST_EXPIRED = 32;

    private final Retention retention;
    private final ZoneId zone;
    private final Instant now;
    private final List<List<Link>> lineages = new ArrayList<>();
    private final List<List<StoredArchive>> chains = new ArrayList<>();
    private final List<Link> forks = new ArrayList<>();
    private final List<List<Link>> kept = new ArrayList<>();
    private final Set<String> dropped = new HashSet<>();

    Lineages(Catalog catalog, Retention retention, ZoneId zone, Instant now) {
        this.retention = retention;
        this.zone = zone;
        this.now = now;
        Chains fewest = Chains.ofFewest(catalog.archives());
        for (Chain chain : fewest.newestOfEachLineage()) {
            chains.add(chain.archives());
            lineages.add(new ArrayList<>(chain.archives().stream().map(Link::of).toList()));
        }
        findForks(fewest);
        rollUp();
        sortOut();
        fold();
    }

    /** Those that keep a promise; the newest one, which is the last, always does. */
    List<List<Link>> kept() {
        return kept;
    }

    /** Names of lineages that can go as a whole. */
    Set<String> dropped() {
        return dropped;
    }

    /** The archives of each lineage's chain as they are now, by lineage. */
    Map<String, List<StoredArchive>> chains() {
        Map<String, List<StoredArchive>> byName = new LinkedHashMap<>();
        chains.forEach(it -> byName.put(it.get(0).manifest().lineage(), it));
        return byName;
    }

    /** Runs beside the chains that the delta level still keeps: two processes that did not know of each other ran the same task. */
    List<StoredArchive> keptForks() {
        Windows windows = windows();
        return forks.stream().filter(windows::keep).map(Link::last).toList();
    }

    /** A run beside the chain, unless a rollup is in its place: then the deltas of its time are no longer kept. */
    private void findForks(Chains fewest) {
        for (StoredArchive archive : fewest.complete()) {
            for (List<StoredArchive> chain : chains) {
                boolean same = chain.get(0).manifest().lineage().equals(archive.manifest().lineage());
                if (same && archive.manifest().level() == Level.DELTA && !chain.contains(archive)
                        && Cover.of(archive, chain).filter(it -> it.manifest().level() == Level.DELTA).isPresent()) {
                    forks.add(Link.of(archive));
                }
            }
        }
    }

    private Windows windows() {
        return new Windows(Stream.concat(lineages.stream().flatMap(List::stream), forks.stream()).toList(), retention, zone);
    }

    /** Each merge may push an older period out of its level, so it goes on until nothing changes. */
    private void rollUp() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Level level : retention.rollupLevels()) {
                Windows windows = windows();
                for (List<Link> links : lineages) {
                    changed |= rollUp(links, level, windows);
                }
            }
        }
    }

    /** A period is rolled up when it is over, and none of its archives is kept at the levels below any more. */
    private boolean rollUp(List<Link> links, Level level, Windows windows) {
        Map<Period, List<Link>> periods = new LinkedHashMap<>();
        links.stream().filter(it -> it.rank().compareTo(level) < 0)
                .forEach(it -> periods.computeIfAbsent(period(level, it), period -> new ArrayList<>()).add(it));
        Set<Link> members = Collections.newSetFromMap(new IdentityHashMap<>());
        periods.forEach((period, all) -> {
            if (!period.end(zone).isAfter(now) && windows.keepNone(all)) {
                members.addAll(all);
            }
        });
        if (members.isEmpty()) {
            return false;
        }
        List<Link> after = new ArrayList<>();
        List<Link> together = new ArrayList<>();
        for (Link link : links) {
            boolean joins = members.contains(link) && !link.isBaseline();
            if (!together.isEmpty() && !(joins && period(level, link).equals(period(level, together.get(0))))) {
                after.add(Link.ofPeriod(period(level, together.get(0)), together));
                together.clear();
            }
            if (joins) {
                together.add(link);
            } else {
                after.add(members.contains(link) ? link.ranked(level) : link);
            }
        }
        if (!together.isEmpty()) {
            after.add(Link.ofPeriod(period(level, together.get(0)), together));
        }
        links.clear();
        links.addAll(after);
        return true;
    }

    private Period period(Level level, Link link) {
        return Period.of(level, link.end(), zone);
    }

    /** The newest lineage is kept in any case, another one as long as one of its restore points is promised. */
    private void sortOut() {
        Windows windows = windows();
        for (int i = 0; i < lineages.size(); i++) {
            List<Link> links = lineages.get(i);
            List<Link> newer = lineages.subList(i + 1, lineages.size()).stream().flatMap(List::stream).toList();
            if (i == lineages.size() - 1 || links.stream().anyMatch(it -> isPromised(it, newer, windows))) {
                kept.add(links);
            } else {
                dropped.add(links.get(0).last().manifest().lineage());
            }
        }
    }

    private void fold() {
        Windows windows = windows();
        kept.forEach(it -> fold(it, windows));
    }

    /** Beyond the last level: into the baseline when it is worth the while, until then with each other. */
    private void fold(List<Link> links, Windows windows) {
        int end = 1;
        while (end < links.size() && isExpired(links.get(end), windows)) {
            end++;
        }
        List<Link> expired = links.subList(1, end);
        if (expired.isEmpty() || windows.keep(links.get(0))) {
            return;
        }
        int from = mergeFrom(expired);
        if (bytes(expired) > retention.foldRatio() * links.get(0).bytes() || from + 1 > MOST_EXPIRED) {
            replace(links.subList(0, end), Link.folded(links.subList(0, end)));
        } else if (expired.size() - from > 1) {
            List<Link> merging = expired.subList(from, expired.size());
            replace(merging, Link.ofExpired(merging));
        }
    }

    private static void replace(List<Link> range, Link by) {
        range.clear();
        range.add(by);
    }

    private boolean isExpired(Link link, Windows windows) {
        return link.rank().compareTo(retention.last()) >= 0 && !windows.keep(link);
    }

    /**
     * The first of those to be merged. An archive is merged with those after it when they have at least half its bytes together: so
     * it grows by half each time that it is written again, and there are never more than the logarithm of all bytes.
     */
    private static int mergeFrom(List<Link> links) {
        int from = links.size() - 1;
        long after = links.get(from).bytes();
        while (from > 0 && links.get(from - 1).bytes() <= 2 * after) {
            from--;
            after += links.get(from).bytes();
        }
        return from;
    }

    private static long bytes(List<Link> links) {
        return links.stream().mapToLong(Link::bytes).sum();
    }

    /** Of a period only the last restore point is promised, in whichever lineage it is. */
    private boolean isPromised(Link link, List<Link> newer, Windows windows) {
        boolean kept = windows.keep(link);
        if (kept && link.rank() == Level.DELTA) {
            return true;
        }
        return (kept ? Optional.of(link.rank()) : retention.above(link.rank())).map(level -> {
            Period period = period(level, link);
            return newer.stream().noneMatch(it -> it.end().isAfter(link.end()) && period(level, it).equals(period));
        }).orElse(false);
    }
}
