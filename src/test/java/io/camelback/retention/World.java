package io.camelback.retention;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Batch;
import io.camelback.archive.Level;
import io.camelback.archive.Manifest;
import io.camelback.archive.Segment;
import io.camelback.archive.Source;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chain;
import io.camelback.catalog.Chains;
import io.camelback.catalog.DestinationCatalog;
import io.camelback.catalog.Leftover;
import io.camelback.catalog.StoredArchive;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.retention.Plan.Removal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A task without documents: destinations that hold archives, runs that add some, plans that are carried out as far as one likes. */
final class World {

    static final String TASK = "orders";

    /** What a run left. */
    record Run(String lineage, Instant end) {
    }

    private final Map<String, Map<ArchiveName, Manifest>> held = new LinkedHashMap<>();
    private final Map<String, Set<ArchiveName>> leftovers = new LinkedHashMap<>();
    private final Set<ArchiveName> unfinished = new HashSet<>();
    private final List<Run> runs = new ArrayList<>();
    private int made;

    World(String... destinations) {
        for (String destination : destinations) {
            held.put(destination, new LinkedHashMap<>());
            leftovers.put(destination, new LinkedHashSet<>());
        }
    }

    Set<String> destinations() {
        return held.keySet();
    }

    /** All runs there ever were, in their order. */
    List<Run> runs() {
        return runs;
    }

    Set<ArchiveName> on(String destination) {
        return held.get(destination).keySet();
    }

    Set<ArchiveName> leftoversOn(String destination) {
        return leftovers.get(destination);
    }

    /** Ends of archives that the destination can restore all by itself. */
    Set<Instant> reached(String destination) {
        return new Chains(archives(destination)).complete().stream().map(it -> it.manifest().end()).collect(Collectors.toSet());
    }

    /** Whether the destination has what comes before an archive. */
    boolean reaches(String destination, StoredArchive archive) {
        List<StoredArchive> before = archives(destination);
        return archive.manifest().since().equals(Chains.BEGINNING) || new Chains(before).complete().stream().anyMatch(it ->
                it.manifest().lineage().equals(archive.manifest().lineage()) && it.manifest().until().equals(archive.manifest().since()));
    }

    Catalog catalog() {
        return catalog(destinations());
    }

    /** What is to be seen where some destinations are out of reach. */
    Catalog catalog(Collection<String> reachable) {
        return new Catalog(TASK, destinations().stream().map(it -> reachable.contains(it)
                ? new DestinationCatalog(it, archives(it), List.of(), leftovers.get(it).stream().map(this::leftover).toList(), Optional.empty(),
                        Optional.empty())
                : new DestinationCatalog(it, List.of(), List.of(), List.of(), Optional.empty(), Optional.of(Failure.destination(Reason.UNREACHABLE, it))))
                .toList());
    }

    private List<StoredArchive> archives(String destination) {
        return held.get(destination).values().stream().map(it -> new StoredArchive(it, "0".repeat(64), Set.of(destination))).toList();
    }

    /** From now on these are what runs have noted that another one may go on with. */
    void unfinished(ArchiveName name) {
        unfinished.add(name);
    }

    private Leftover leftover(ArchiveName name) {
        List<String> keys = new ArrayList<>(List.of(name.key(Batch.fileName(0))));
        if (unfinished.contains(name)) {
            keys.add(name.key(ArchiveName.UNFINISHED));
        }
        return new Leftover(name, keys, 1);
    }

    /**
     * A run that sees some of the destinations, goes on from the newest chain there, brings some up to date and commits on these.
     *
     * @param full whether it begins a new lineage
     */
    ArchiveName run(Instant now, Set<String> reachable, Set<String> committing, boolean full, long bytes) {
        Catalog catalog = catalog(reachable);
        Optional<Chain> newest = full ? Optional.empty() : catalog.chains().newest();
        Instant end = catalog.latestEnd().map(it -> it.plusMillis(1)).filter(it -> it.isAfter(now)).orElse(now);
        ArchiveName name = name(newest.map(it -> it.last().manifest().lineage()), newest.isEmpty() ? Level.BASELINE : Level.DELTA, now);
        Manifest manifest = manifest(name, newest.map(it -> it.last().manifest().until()).orElse(Chains.BEGINNING), "s" + made, end, bytes);
        committing.forEach(it -> {
            if (newest.isPresent()) {
                catalog.lacking(it).forEach(archive -> hold(it, archive.manifest()));
            }
            hold(it, manifest);
        });
        runs.add(new Run(name.lineage(), end));
        return name;
    }

    /** The same changes once more, by another process that did not know of this run and was done some time after it. */
    ArchiveName twin(ArchiveName run, Duration after, String destination) {
        Manifest one = manifest(run);
        Instant end = one.end().plus(after);
        ArchiveName name = name(Optional.of(run.lineage()), run.level(), end);
        hold(destination, manifest(name, one.since(), one.until(), end, one.counts().bytes()));
        runs.add(new Run(name.lineage(), end));
        return name;
    }

    /** @param percent how much of the inputs' bytes is left */
    ArchiveName rollUp(Plan.Rollup rollup, Instant now, Collection<String> destinations, int percent) {
        Manifest first = rollup.inputs().get(0).manifest();
        Manifest last = rollup.inputs().get(rollup.inputs().size() - 1).manifest();
        ArchiveName name = name(Optional.of(first.lineage()), rollup.level(), now);
        Manifest manifest = manifest(name, first.since(), last.until(), last.end(), Math.max(2, rollup.bytes() * percent / 100));
        destinations.forEach(it -> hold(it, manifest));
        return name;
    }

    void copy(Plan.Copy copy) {
        hold(copy.destination(), copy.archive().manifest());
    }

    void remove(Removal removal) {
        held.get(removal.destination()).remove(removal.name());
        leftovers.get(removal.destination()).remove(removal.name());
    }

    /** As far as the manifest. */
    void removeInPart(Removal removal) {
        remove(removal);
        leftovers.get(removal.destination()).add(removal.name());
    }

    /** All of it, on all destinations that it was made for, and what is due. */
    void carryOut(Plan plan, Collection<String> destinations, int percent) {
        plan.copies().forEach(this::copy);
        plan.rollups().forEach(it -> rollUp(it, plan.now(), destinations, percent));
        destinations.forEach(it -> plan.due(it).forEach(this::remove));
    }

    StoredArchive stored(ArchiveName name) {
        return new StoredArchive(manifest(name), "0".repeat(64), Set.of());
    }

    Manifest manifest(ArchiveName name) {
        return held.values().stream().filter(it -> it.containsKey(name)).findFirst().orElseThrow().get(name);
    }

    private void hold(String destination, Manifest manifest) {
        held.get(destination).put(manifest.name(), manifest);
        leftovers.get(destination).remove(manifest.name());
    }

    private ArchiveName name(Optional<String> lineage, Level level, Instant now) {
        made++;
        String drawn = ArchiveName.draw(now, () -> (long) made << 32);
        return new ArchiveName(TASK, lineage.orElse(drawn), level, drawn);
    }

    private Manifest manifest(ArchiveName name, String since, String until, Instant end, long bytes) {
        Batch batch = new Batch(Batch.fileName(0), bytes, "0".repeat(64), "a", "z", 1, 0, 0, 1, bytes, 1);
        return new Manifest(name, made, since, until, end, end, new Source("http://h/orders", TASK, "0", "0"), Map.of(),
                List.of(new Segment(List.of(batch))), List.of(), null);
    }
}
