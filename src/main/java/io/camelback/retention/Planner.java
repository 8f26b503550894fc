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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes plans. For each destination on its own: what it holds and doesn't need, for the restore points that are kept and that it reaches by
 * itself, may go once the archive in its place has been there for the grace period.
 */
public final class Planner {

    /** Clocks of several machines may differ by so much. */
    private static final Duration TOLERANCE = Duration.ofHours(1);

    private final Catalog catalog;
    private final Retention retention;
    private final Instant now;
    private final Lineages lineages;
    private final List<Link> links;
    private final List<StoredArchive> keptPoints;

    private Planner(Catalog catalog, Retention retention, ZoneId zone, Instant now) {
        this.catalog = catalog;
        this.retention = retention;
        this.now = now;
        this.lineages = new Lineages(catalog, retention, zone, now);
        this.links = lineages.kept().stream().flatMap(List::stream).toList();
        this.keptPoints = new ArrayList<>(links.stream().map(Link::last).toList());
        keptPoints.addAll(lineages.keptForks());
    }

    /** @param zone in which days, weeks, months and years are meant */
    public static Plan plan(Catalog catalog, Retention retention, ZoneId zone, Instant now) {
        return new Planner(catalog, retention, zone, now).plan();
    }

    private Plan plan() {
        List<Rollup> rollups = links.stream().filter(Link::planned).map(Planner::rollup).toList();
        List<Copy> copies = new ArrayList<>();
        List<Removal> removals = new ArrayList<>();
        for (String destination : catalog.reachable()) {
            links.stream().filter(it -> !it.planned() && !it.last().isOn(destination))
                    .forEach(it -> copies.add(new Copy(it.last(), destination)));
            removals.addAll(removals(destination));
            removals.addAll(dead(destination));
        }
        return new Plan(catalog.task(), now, rollups, copies, removals, halt());
    }

    private static Rollup rollup(Link link) {
        return new Rollup(link.level(), link.period(), link.archives());
    }

    private Optional<String> halt() {
        return catalog.latestEnd().filter(it -> it.isAfter(now.plus(TOLERANCE)))
                .map(it -> "the newest archive ends at " + it + ", which is in the future: nothing is removed until then. Check the clock");
    }

    private List<Removal> removals(String destination) {
        List<StoredArchive> own = catalog.on(destination);
        Chains chains = Chains.ofFewest(own);
        Set<ArchiveName> stay = new HashSet<>();
        links.forEach(link -> link.archives().forEach(it -> stay.add(it.name())));
        keptPoints.forEach(point -> stay.add(point.name()));
        keptPoints.forEach(point -> chains.toPlaceOf(point).ifPresent(chain -> chain.archives().forEach(it -> stay.add(it.name()))));
        boolean whole = keptPoints.stream().allMatch(it -> chains.toPlaceOf(it).isPresent());
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
        String lineage = archive.manifest().lineage();
        if (lineages.dropped().contains(lineage)) {
            return whole ? Optional.of(removal(archive, destination, Why.LINEAGE, newestBaseline())) : Optional.empty();
        }
        return Cover.of(archive, lineages.chains().getOrDefault(lineage, List.of())).filter(it -> it.isOn(destination))
                .map(it -> removal(archive, destination, Why.REPLACED, it));
    }

    private StoredArchive newestBaseline() {
        return lineages.kept().get(lineages.kept().size() - 1).get(0).archives().get(0);
    }

    private Removal removal(StoredArchive archive, String destination, Why why, StoredArchive by) {
        Manifest manifest = archive.manifest();
        List<String> keys = new ArrayList<>(List.of(archive.name().manifestKey()));
        manifest.segments().forEach(segment -> segment.batches().forEach(batch -> keys.add(archive.name().key(batch.file()))));
        return new Removal(destination, archive.name(), keys, manifest.counts().stored(), by.made().plus(retention.grace()), why,
                Optional.of(by.name()));
    }

    private List<Removal> dead(String destination) {
        List<Removal> removals = new ArrayList<>();
        for (Leftover leftover : catalog.leftovers(destination)) {
            leftover.name().drawn().ifPresent(drawn -> removals.add(new Removal(destination, leftover.name(), leftover.keys(),
                    leftover.bytes(), drawn.plus(retention.grace()), Why.DEAD, Optional.empty())));
        }
        return removals;
    }
}
