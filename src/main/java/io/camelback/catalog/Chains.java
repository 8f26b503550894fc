package io.camelback.catalog;

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

/**
 * The chains in a set of archives. Sequences are places, archives are roads between them, a lineage is an island; a rollup is a road
 * beside those that it was made of. Of several ways to a place the shortest is taken, whatever length means.
 */
public final class Chains {

    /** The sequence before everything: a baseline begins here. */
    public static final String BEGINNING = "0";

    private static final ToLongFunction<StoredArchive> STORED_BYTES = archive -> archive.manifest().counts().stored();
    /** Few archives first, and of as many those of the higher levels. No chain has so many that their levels outweigh one of them. */
    private static final ToLongFunction<StoredArchive> STEPS = archive -> 1_000_000L - archive.manifest().level().ordinal();

    private record Place(String lineage, String sequence) {
    }

    private record Arrival(Place place, long length) {
    }

    private final List<StoredArchive> archives;
    private final ToLongFunction<StoredArchive> length;
    private final Map<Place, StoredArchive> lastStep = new HashMap<>();
    private final Set<Place> reached = new HashSet<>();

    private Chains(Collection<StoredArchive> archives, ToLongFunction<StoredArchive> length) {
        this.archives = archives.stream().sorted(StoredArchive.BY_END).toList();
        this.length = length;
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

    /** Of several ways to a place the one for which the fewest bytes have to be copied to a destination. */
    static Chains forCopying(Collection<StoredArchive> archives, String destination) {
        return new Chains(archives, archive -> archive.isOn(destination) ? 0 : STORED_BYTES.applyAsLong(archive));
    }

    /** From every beginning outwards, the nearest place first (Dijkstra). */
    private void walk() {
        Map<Place, List<StoredArchive>> roads = new HashMap<>();
        Map<Place, Long> nearest = new HashMap<>();
        PriorityQueue<Arrival> open = new PriorityQueue<>(Comparator.comparingLong(Arrival::length));
        for (StoredArchive archive : archives) {
            Place from = since(archive);
            roads.computeIfAbsent(from, it -> new ArrayList<>()).add(archive);
            if (from.sequence().equals(BEGINNING) && nearest.putIfAbsent(from, 0L) == null) {
                open.add(new Arrival(from, 0));
            }
        }
        while (!open.isEmpty()) {
            Arrival here = open.remove();
            if (!reached.add(here.place())) {
                continue;
            }
            for (StoredArchive road : roads.getOrDefault(here.place(), List.of())) {
                Place there = until(road);
                long far = here.length() + length.applyAsLong(road);
                if (!reached.contains(there) && far < nearest.getOrDefault(there, Long.MAX_VALUE)) {
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
        return reached.contains(since(archive));
    }

    /** Archives that a chain reaches, by their ends. */
    public List<StoredArchive> complete() {
        return archives.stream().filter(this::reaches).toList();
    }

    /**
     * The restore points, by their instants: one for each place and instant that chains reach, told by the archive with which the
     * shortest of them ends.
     */
    public List<Chain> points() {
        record Point(Place place, Instant instant) {
        }
        Map<Point, Chain> points = new LinkedHashMap<>();
        for (StoredArchive archive : complete()) {
            points.merge(new Point(until(archive), archive.manifest().end()), chain(archive), this::shorter);
        }
        return List.copyOf(points.values());
    }

    private Chain shorter(Chain one, Chain other) {
        return length(other) < length(one) ? other : one;
    }

    private long length(Chain chain) {
        return chain.archives().stream().mapToLong(length).sum();
    }

    /** The chain to the last restore point. */
    public Optional<Chain> newest() {
        List<Chain> points = points();
        return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1));
    }

    /** The chain to the last restore point of each lineage, by these. */
    public List<Chain> newestOfEachLineage() {
        Map<String, Chain> newest = new HashMap<>();
        points().forEach(it -> newest.put(it.last().manifest().lineage(), it));
        return newest.values().stream().sorted(Comparator.comparing(Chain::last, StoredArchive.BY_END)).toList();
    }

    private StoredArchive before(StoredArchive archive) {
        Place from = since(archive);
        return from.sequence().equals(BEGINNING) ? null : lastStep.get(from);
    }

    private static Place since(StoredArchive archive) {
        return new Place(archive.manifest().lineage(), archive.manifest().since());
    }

    private static Place until(StoredArchive archive) {
        return new Place(archive.manifest().lineage(), archive.manifest().until());
    }
}
