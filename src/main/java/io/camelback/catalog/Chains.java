package io.camelback.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The chains in a set of archives. Sequences are places, archives are roads between them, a lineage is an island; of several ways to
 * a place the one with the fewest bytes is taken.
 */
public final class Chains {

    /** The sequence before everything: a baseline begins here. */
    public static final String BEGINNING = "0";

    private record Place(String lineage, String sequence) {
    }

    private record Arrival(Place place, long bytes) {
    }

    private final List<StoredArchive> archives;
    private final Map<Place, StoredArchive> lastStep = new HashMap<>();
    private final Set<Place> reached = new HashSet<>();

    public Chains(Collection<StoredArchive> archives) {
        this.archives = archives.stream().sorted(StoredArchive.BY_END).toList();
        walk();
    }

    /** From every beginning outwards, the nearest place first (Dijkstra). */
    private void walk() {
        Map<Place, List<StoredArchive>> roads = new HashMap<>();
        Map<Place, Long> nearest = new HashMap<>();
        PriorityQueue<Arrival> open = new PriorityQueue<>(Comparator.comparingLong(Arrival::bytes));
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
                long bytes = here.bytes() + road.manifest().counts().stored();
                if (!reached.contains(there) && bytes < nearest.getOrDefault(there, Long.MAX_VALUE)) {
                    nearest.put(there, bytes);
                    lastStep.put(there, road);
                    open.add(new Arrival(there, bytes));
                }
            }
        }
    }

    /** The chain that ends with this archive, if every link of it is here. */
    public Optional<Chain> to(StoredArchive archive) {
        if (!reached.contains(since(archive))) {
            return Optional.empty();
        }
        Deque<StoredArchive> chain = new ArrayDeque<>();
        chain.addFirst(archive);
        for (StoredArchive step = before(archive); step != null; step = before(step)) {
            chain.addFirst(step);
        }
        return Optional.of(new Chain(List.copyOf(chain)));
    }

    /** Archives that a chain reaches, by their ends: the restore points. */
    public List<StoredArchive> complete() {
        return archives.stream().filter(it -> reached.contains(since(it))).toList();
    }

    /** The chain to the last restore point. */
    public Optional<Chain> newest() {
        List<StoredArchive> complete = complete();
        return complete.isEmpty() ? Optional.empty() : to(complete.get(complete.size() - 1));
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
