package io.camelback.retention;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Manifest;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chains;
import io.camelback.catalog.Leftover;
import io.camelback.catalog.StoredArchive;
import io.camelback.config.Retention;
import io.camelback.retention.Plan.Copy;
import io.camelback.retention.Plan.Removal;
import io.camelback.retention.Plan.Rollup;
import io.camelback.retention.Plan.Why;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes plans. For each destination on its own: what it holds and doesn't need, for the restore points that are kept and that it reaches by
 * itself, may go once the archive in its place has been there for the grace period.
 */
public final class Planner {

    /** Clocks of several machines may differ by so much. */
    private static final Duration TOLERANCE = Duration.ofHours(1);

    private final Catalog catalog;
    private final Policy policy;
    private final Lineages lineages;
    private final List<Link> links;
    private final List<StoredArchive> points;
    private final Set<ArchiveName> wanted;
    private final Set<ArchiveName> merging;

    private Planner(Catalog catalog, Policy policy) {
        this.catalog = catalog;
        this.policy = policy;
        this.lineages = new Lineages(catalog, policy);
        this.links = lineages.kept().stream().flatMap(List::stream).toList();
        List<StoredArchive> forks = lineages.keptForks();
        this.points = Stream.concat(links.stream().map(Link::last), forks.stream()).toList();
        this.merging = names(links.stream().filter(Link::planned));
        this.wanted = names(links.stream().filter(it -> !it.planned()));
        wanted.addAll(Chains.ofFewestBeside(wanted, catalog.archives()).neededFor(forks));
    }

    private static Set<ArchiveName> names(Stream<Link> links) {
        return links.flatMap(it -> it.archives().stream()).map(StoredArchive::name).collect(Collectors.toCollection(HashSet::new));
    }

    /** @param zone in which days, weeks, months and years are meant */
    public static Plan plan(Catalog catalog, Retention retention, ZoneId zone, Instant now) {
        return new Planner(catalog, new Policy(retention, zone, now)).plan();
    }

    /**
     * The archives that are kept, or have yet to be rolled up. Destinations that have all of them have the same restore points, and a plan
     * has nothing to copy to them.
     *
     * @param zone in which days, weeks, months and years are meant
     */
    public static Set<ArchiveName> wanted(Catalog catalog, Retention retention, ZoneId zone, Instant now) {
        Planner planner = new Planner(catalog, new Policy(retention, zone, now));
        Set<ArchiveName> wanted = new HashSet<>(planner.wanted);
        wanted.addAll(planner.merging);
        return wanted;
    }

    private Plan plan() {
        List<Rollup> rollups = links.stream().filter(Link::planned).map(Planner::rollup).toList();
        List<Copy> copies = new ArrayList<>();
        List<Removal> removals = new ArrayList<>();
        for (String destination : catalog.reachable()) {
            copies.addAll(copies(destination));
            removals.addAll(removals(destination));
            removals.addAll(dead(destination));
        }
        return new Plan(catalog.task(), policy.now(), rollups, copies, removals, halt());
    }

    private static Rollup rollup(Link link) {
        return new Rollup(link.level(), link.period(), link.archives());
    }

    private Optional<String> halt() {
        return catalog.latestEnd().filter(it -> it.isAfter(policy.now().plus(TOLERANCE)))
                .map(it -> "the newest archive ends at " + it + ", which is in the future: nothing is removed until then. Check the clock");
    }

    /** What will be rolled up isn't copied: the rollup goes to every destination. */
    private List<Copy> copies(String destination) {
        return catalog.archives().stream().filter(it -> wanted.contains(it.name()) && !it.isOn(destination))
                .map(it -> new Copy(it, destination)).toList();
    }

    private List<Removal> removals(String destination) {
        List<StoredArchive> own = catalog.on(destination);
        Chains chains = Chains.ofFewestBeside(wanted, own);
        Set<ArchiveName> stay = chains.neededFor(points);
        stay.addAll(wanted);
        stay.addAll(merging);
        boolean whole = points.stream().allMatch(chains::reachesPlaceOf);
        List<Removal> removals = new ArrayList<>();
        for (StoredArchive archive : own) {
            if (!stay.contains(archive.name())) {
                removal(archive, destination, whole).ifPresent(removals::add);
            }
        }
        Collections.reverse(removals);    // a lineage's baseline last: should this die in the middle, it is known what the rest is
        return removals;
    }

    /** @param whole whether the destination reaches every restore point that is kept */
    private Optional<Removal> removal(StoredArchive archive, String destination, boolean whole) {
        if (lineages.isDropped(archive.manifest().lineage())) {
            return whole ? Optional.of(removal(archive, destination, Why.LINEAGE, newestBaseline())) : Optional.empty();
        }
        return lineages.cover(archive).filter(it -> it.isOn(destination)).map(it -> removal(archive, destination, Why.REPLACED, it));
    }

    private StoredArchive newestBaseline() {
        return lineages.kept().get(lineages.kept().size() - 1).get(0).archives().get(0);
    }

    private Removal removal(StoredArchive archive, String destination, Why why, StoredArchive by) {
        Manifest manifest = archive.manifest();
        List<String> keys = new ArrayList<>(List.of(archive.name().manifestKey()));
        manifest.files().forEach(file -> keys.add(archive.name().key(file.name())));
        return new Removal(destination, archive.name(), keys, manifest.counts().stored(), due(by.made()), why, Optional.of(by.name()));
    }

    /** What is kept elsewhere may be a copy under way here, and else is copied again. */
    private List<Removal> dead(String destination) {
        Set<ArchiveName> there = catalog.on(destination).stream().map(StoredArchive::name).collect(Collectors.toSet());
        List<Removal> removals = new ArrayList<>();
        for (Leftover leftover : catalog.leftovers(destination)) {
            if (there.contains(leftover.name()) || !wanted.contains(leftover.name()) && !merging.contains(leftover.name())) {
                dead(leftover).ifPresent(since -> removals.add(new Removal(destination, leftover.name(), leftover.keys(),
                        leftover.bytes(), due(since), Why.DEAD, Optional.empty())));
            }
        }
        return removals;
    }

    /** Since when it is of no use any more. With an unfinished archive another run may go on until there is a newer one; then none does. */
    private Optional<Instant> dead(Leftover leftover) {
        Optional<Instant> drawn = leftover.name().drawn();
        return !leftover.isUnfinished() ? drawn : drawn.flatMap(it -> catalog.archives().stream().map(archive -> archive.manifest().end())
                .filter(it::isBefore).min(Comparator.naturalOrder()));
    }

    private Instant due(Instant made) {
        return made.plus(policy.retention().grace());
    }
}
