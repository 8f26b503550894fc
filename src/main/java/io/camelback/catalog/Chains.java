package io.camelback.catalog;

import io.camelback.archive.ArchiveName;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The chains in a set of archives. Sequences are places, archives are roads between them, a lineage is an island; a rollup is a road
 * beside those that it was made of. Of several ways to a place the shortest is taken, whatever length means.
 *
 * <p>An archive tells the SHA-256 of the manifest of the run before it. What ends at the sequence where it begins, and has another one, does
 * not lead to it: one of the two is not what was stored.
 */
public final class Chains {

    /** The sequence before everything: a baseline begins here. */
    public static final String BEGINNING = "0";

    private static final ToLongFunction<StoredArchive> STORED_BYTES = archive -> archive.manifest().counts().stored();
    /** Few archives first, and of as many those of the higher levels. No chain has so many that their levels outweigh one of them. */
    private static final ToLongFunction<StoredArchive> STEPS = archive -> 1_000_000L - archive.manifest().level().ordinal();

    /** @param run the manifest of the run that ended here, if archives here tell which one it was, else null */
    private record Place(String lineage, String sequence, String run) {
    }

    /** Of two that are equally far the same one comes first each time, so that a choice between equals is always the same. */
    private record Arrival(Place place, long length) {
        static final Comparator<Arrival> NEAREST = Comparator.comparingLong(Arrival::length).thenComparing(it -> it.place().sequence())
                .thenComparing(it -> it.place().lineage()).thenComparing(it -> String.valueOf(it.place().run()));
    }

    private record Point(Place place, Instant instant) {
    }

    private final List<StoredArchive> archives;
    private final ToLongFunction<StoredArchive> length;
    private final Ends ends;
    private final Map<Place, StoredArchive> lastStep = new HashMap<>();
    private final Map<Place, Long> reached = new HashMap<>();

    private Chains(Collection<StoredArchive> archives, ToLongFunction<StoredArchive> length) {
        this.archives = archives.stream().sorted(StoredArchive.BY_END).toList();
        this.length = length;
        this.ends = new Ends(this.archives);
        walk();
    }

    /** Of several ways to a place the one with the fewest bytes. */
    public Chains(Collection<StoredArchive> archives) {
        this(archives, STORED_BYTES);
    }

    /** Of several ways to a place the one with the fewest archives: over rollups, wherever there are any. */
    public static Chains ofFewest(Collection<StoredArchive> archives) {
        return new Chains(archives, STEPS);
    }

    /** Of several ways to a place the one with the fewest archives beside some that there are anyway. */
    public static Chains ofFewestBeside(Set<ArchiveName> some, Collection<StoredArchive> archives) {
        return new Chains(archives, archive -> some.contains(archive.name()) ? 0 : STEPS.applyAsLong(archive));
    }

    /** Of several ways to a place the one for which the fewest bytes have to be copied to a destination. */
    static Chains forCopying(Collection<StoredArchive> archives, String destination) {
        return new Chains(archives, archive -> archive.isOn(destination) ? 0 : STORED_BYTES.applyAsLong(archive));
    }

    /** From every beginning outwards, the nearest place first (Dijkstra). */
    private void walk() {
        Map<Place, List<StoredArchive>> roads = new HashMap<>();
        Map<Place, Long> nearest = new HashMap<>();
        PriorityQueue<Arrival> open = new PriorityQueue<>(Arrival.NEAREST);
        for (StoredArchive archive : archives) {
            Place from = since(archive);
            roads.computeIfAbsent(from, it -> new ArrayList<>()).add(archive);
            if (from.sequence().equals(BEGINNING) && nearest.putIfAbsent(from, 0L) == null) {
                open.add(new Arrival(from, 0));
            }
        }
        while (!open.isEmpty()) {
            Arrival here = open.remove();
            if (reached.putIfAbsent(here.place(), here.length()) != null) {
                continue;
            }
            for (StoredArchive road : roads.getOrDefault(here.place(), List.of())) {
                Place there = until(road);
                long far = here.length() + length.applyAsLong(road);
                if (!reached.containsKey(there) && far < nearest.getOrDefault(there, Long.MAX_VALUE)) {
                    nearest.put(there, far);
                    lastStep.put(there, road);
                    open.add(new Arrival(there, far));
                }
            }
        }
    }

    /** The chain that ends with this very archive, if every link of it is here. */
    public Optional<Chain> to(StoredArchive archive) {
        return reaches(archive) ? Optional.of(chain(archive)) : Optional.empty();
    }

    /** The shortest chain to the place that an archive reaches, be it over this archive or another. */
    public Optional<Chain> toPlaceOf(StoredArchive archive) {
        return Optional.ofNullable(lastStep.get(until(archive))).map(this::chain);
    }

    private Chain chain(StoredArchive last) {
        Deque<StoredArchive> chain = new ArrayDeque<>();
        for (StoredArchive step = last; step != null; step = before(step)) {
            chain.addFirst(step);
        }
        return new Chain(List.copyOf(chain));
    }

    /** Whether a chain ends with this archive. */
    public boolean reaches(StoredArchive archive) {
        return reached.containsKey(since(archive));
    }

    /** Archives that a chain reaches, by their ends. */
    public List<StoredArchive> complete() {
        return archives.stream().filter(this::reaches).toList();
    }

    /**
     * What is needed to restore these points: each of them and the chain to it, or, where it isn't here itself, the shortest chain to its
     * place; nothing for those that can't be reached.
     */
    public Set<ArchiveName> neededFor(Collection<StoredArchive> points) {
        Set<ArchiveName> here = archives.stream().map(StoredArchive::name).collect(Collectors.toSet());
        Set<ArchiveName> needed = new HashSet<>();
        for (StoredArchive point : points) {
            StoredArchive step = here.contains(point.name()) && reaches(point) ? point : lastStep.get(until(point));
            while (step != null && needed.add(step.name())) {
                step = before(step);
            }
        }
        return needed;
    }

    /** Whether a chain leads to the place that an archive reaches, be it over this archive or another. */
    public boolean reachesPlaceOf(StoredArchive archive) {
        return lastStep.containsKey(until(archive));
    }

    /**
     * The restore points, by their instants: one for each place and instant that chains reach, told by the archive with which the
     * shortest of them ends.
     */
    public List<Chain> points() {
        return lasts().map(this::chain).toList();
    }

    /** The chain to the last restore point. */
    public Optional<Chain> newest() {
        return lasts().reduce((earlier, later) -> later).map(this::chain);
    }

    /** The chain to the last restore point of each lineage, by these. */
    public List<Chain> newestOfEachLineage() {
        Map<String, StoredArchive> newest = new HashMap<>();
        lasts().forEach(it -> newest.put(it.manifest().lineage(), it));
        return newest.values().stream().sorted(StoredArchive.BY_END).map(this::chain).toList();
    }

    /** Of each restore point the archive with which the shortest chain to it ends. */
    private Stream<StoredArchive> lasts() {
        Map<Point, StoredArchive> lasts = new LinkedHashMap<>();
        for (StoredArchive archive : complete()) {
            lasts.merge(new Point(until(archive), archive.manifest().end()), archive,
                    (one, other) -> lengthTo(other) < lengthTo(one) ? other : one);
        }
        return lasts.values().stream();
    }

    private long lengthTo(StoredArchive archive) {
        return reached.get(since(archive)) + length.applyAsLong(archive);
    }

    private StoredArchive before(StoredArchive archive) {
        Place from = since(archive);
        return from.sequence().equals(BEGINNING) ? null : lastStep.get(from);
    }

    /**
     * Of a chain that can be restored: the archive after it, if one tells that another archive than the last of the chain was before it, and
     * that one isn't here. Then the last one may not be what was stored.
     */
    Optional<StoredArchive> contradicting(Chain chain) {
        StoredArchive last = chain.last();
        return archives.stream().filter(it -> it.manifest().lineage().equals(last.manifest().lineage()) && it.manifest().since().equals(last.manifest().until()))
                .filter(it -> ends.isCutOff(it)).findFirst();
    }

    private Place since(StoredArchive archive) {
        return new Place(archive.manifest().lineage(), archive.manifest().since(), ends.before(archive));
    }

    private Place until(StoredArchive archive) {
        return new Place(archive.manifest().lineage(), archive.manifest().until(), ends.after(archive));
    }

    /** By which manifests the archives at a place know each other. */
    private static final class Ends {

        private record Where(String lineage, String sequence) {
        }

        /** Of the runs that end there. */
        private final Map<Where, Set<String>> ending = new HashMap<>();
        /** Of the runs before those that begin there. */
        private final Map<Where, Set<String>> named = new HashMap<>();
        /** Where a rollup ends that doesn't tell its last run. */
        private final Set<Where> untold = new HashSet<>();

        Ends(List<StoredArchive> archives) {
            for (StoredArchive archive : archives) {
                ending.computeIfAbsent(until(archive), it -> new HashSet<>()).add(archive.runSha256());
                if (!archive.manifest().inputs().isEmpty() && archive.manifest().last() == null) {
                    untold.add(until(archive));
                }
                if (archive.manifest().previous() != null) {
                    named.computeIfAbsent(since(archive), it -> new HashSet<>()).add(archive.manifest().previous());
                }
            }
        }

        /** The run before an archive; null where that is not to be told apart. */
        String before(StoredArchive archive) {
            return ending.containsKey(since(archive)) && !untold.contains(since(archive)) ? archive.manifest().previous() : null;
        }

        /** The run that an archive ends with; null where that is not to be told apart. */
        String after(StoredArchive archive) {
            boolean told = !untold.contains(until(archive)) && named.getOrDefault(until(archive), Set.of()).contains(archive.runSha256());
            return told ? archive.runSha256() : null;
        }

        /** Whether there are archives that end where it begins, and none is the one that it names. */
        boolean isCutOff(StoredArchive archive) {
            String previous = before(archive);
            return previous != null && !ending.get(since(archive)).contains(previous);
        }

        private static Where since(StoredArchive archive) {
            return new Where(archive.manifest().lineage(), archive.manifest().since());
        }

        private static Where until(StoredArchive archive) {
            return new Where(archive.manifest().lineage(), archive.manifest().until());
        }
    }
}
