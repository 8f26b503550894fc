package io.camelback.catalog;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The archives of a task over all of its destinations. */
public final class Catalog {

    private final String task;
    private final Map<String, DestinationCatalog> destinations = new LinkedHashMap<>();
    private final List<StoredArchive> archives;
    private final Chains chains;

    public Catalog(String task, List<DestinationCatalog> catalogs) {
        this.task = task;
        Map<String, StoredArchive> union = new LinkedHashMap<>();
        for (DestinationCatalog catalog : catalogs) {
            destinations.put(catalog.destination(), catalog);
            for (StoredArchive archive : catalog.archives()) {
                union.merge(archive.name().path(), archive, (one, other) -> one.alsoOn(catalog.destination()));
            }
        }
        this.archives = union.values().stream().sorted(StoredArchive.BY_END).toList();
        this.chains = new Chains(archives);
    }

    public String task() {
        return task;
    }

    /** All archives, by their ends. */
    public List<StoredArchive> archives() {
        return archives;
    }

    /** The chains over all destinations that could be read: their links may be on different ones. */
    public Chains chains() {
        return chains;
    }

    /** Names of the destinations that could be read. */
    public List<String> reachable() {
        return destinations.values().stream().filter(it -> it.failure().isEmpty()).map(DestinationCatalog::destination).toList();
    }

    public Map<String, Failure> failures() {
        Map<String, Failure> failures = new LinkedHashMap<>();
        destinations.values().forEach(it -> it.failure().ifPresent(why -> failures.put(it.destination(), why)));
        return failures;
    }

    /** Why no destination could be read: that something is damaged if that is why, else the first one's reason; empty if one could. */
    public Optional<Failure> failure() {
        return reachable().isEmpty() ? failures().values().stream().filter(it -> it.party() == Party.ARCHIVE).findFirst()
                .or(() -> failures().values().stream().findFirst()) : Optional.empty();
    }

    /** @throws Failure when no destination could be read */
    public Catalog orFail() {
        failure().ifPresent(it -> {
            throw it;
        });
        return this;
    }

    /** Manifests that are damaged, on whichever destination. */
    public List<Failure> damaged() {
        return destinations.values().stream().flatMap(it -> it.damaged().stream()).toList();
    }

    /** What one destination has. */
    public List<StoredArchive> on(String destination) {
        return archives.stream().filter(it -> it.isOn(destination)).toList();
    }

    /** The same, by the manifests that lie there: those of another destination should be no others. */
    public List<StoredArchive> as(String destination) {
        return destinations.get(destination).archives();
    }

    /** Whether it can be told, of every archive of a destination, what it holds. */
    public boolean isWholeOn(String destination) {
        DestinationCatalog there = destinations.get(destination);
        return there != null && there.failure().isEmpty() && there.damaged().isEmpty();
    }

    /** What is under keys of archives on a destination without a manifest: of uploads under way or dead, or of removals that died. */
    public List<Leftover> leftovers(String destination) {
        return destinations.get(destination).leftovers();
    }

    /** The archives with which a destination would reach the last restore point all by itself, oldest first: as few bytes as may be. */
    public List<StoredArchive> lacking(String destination) {
        return chains.newest().flatMap(newest -> Chains.forCopying(archives, destination).toPlaceOf(newest.last()))
                .map(chain -> chain.archives().stream().filter(it -> !it.isOn(destination)).toList()).orElse(List.of());
    }

    /** Readable destinations that do not reach the last restore point by themselves. */
    public List<String> behind() {
        return reachable().stream().filter(it -> !lacking(it).isEmpty()).toList();
    }

    /** The newest good run that a destination knows of. */
    public Optional<LastRun> lastRun(String destination) {
        return Optional.ofNullable(destinations.get(destination)).flatMap(DestinationCatalog::lastRun);
    }

    /** The newest good run that any destination knows of. */
    public Optional<LastRun> lastRun() {
        return destinations.values().stream().flatMap(it -> it.lastRun().stream())
                .max(Comparator.comparing(LastRun::begin));
    }

    /** The latest end of an archive yet; a new one has to end later, whatever the clock says. */
    public Optional<Instant> latestEnd() {
        return archives.stream().map(it -> it.manifest().end()).max(Comparator.naturalOrder());
    }

    /** The highest number given to an archive yet. */
    public long highestNumber() {
        return archives.stream().mapToLong(it -> it.manifest().number()).max().orElse(0);
    }

    /**
     * The chain to the last restore point that isn't later than an instant; to the newest of all when none is given.
     *
     * @throws Failure (usage) when there is no such point; damaged when there is a later archive, not later than the instant, that no chain
     *     reaches: who asks for that time wants what is in it
     */
    public Chain at(Optional<Instant> instant) {
        List<Chain> points = chains.points();
        if (points.isEmpty()) {
            throw noPoint();
        }
        List<Chain> early = points.stream().filter(it -> instant.isEmpty() || !it.point().isAfter(instant.get())).toList();
        if (early.isEmpty()) {
            throw Failure.usage("task " + task + " has no restore point at or before " + instant.get())
                    .remedy("The first one is " + points.get(0).point());
        }
        Chain chain = early.get(early.size() - 1);
        chains.contradicting(chain).ifPresent(it -> {
            throw contradiction(chain, it);
        });
        archives.stream().filter(it -> it.manifest().end().isAfter(chain.point()) && !chains.reaches(it)
                && (instant.isEmpty() || !it.manifest().end().isAfter(instant.get()))).findFirst().ifPresent(it -> {
                    throw gap(chain, it);
                });
        return chain;
    }

    private Failure contradiction(Chain chain, StoredArchive after) {
        return Failure.damaged("of task " + task + " either " + chain.last().id() + " or the archive after it, " + after.id()
                + ", is not what was stored: the one names the SHA-256 of another manifest than the other has")
                .remedy("camelback verify " + task + " looks which one; an earlier restore point, chosen with --at, may do");
    }

    private Failure gap(Chain chain, StoredArchive after) {
        return Failure.damaged("task " + task + " has archives up to " + latestEnd().orElseThrow() + ", but a link is missing between the one that ends at "
                + chain.point() + " and " + after.id()).remedy("--at " + chain.point() + " restores what is before the gap"
                        + (failures().isEmpty() ? "" : "; or try again when every destination can be reached"));
    }

    private Failure noPoint() {
        if (archives.isEmpty()) {
            return Failure.usage("task " + task + " has no backup yet").remedy("Make one: camelback backup " + task);
        }
        return Failure.damaged("task " + task + " has " + archives.size() + " archives, but none that a chain from a baseline reaches")
                .remedy(failures().isEmpty() ? "A baseline is missing; camelback list " + task + " shows what is there"
                        : "Try again when every destination can be reached");
    }
}
