package io.camelback.sync;

import io.camelback.archive.ArchiveName;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.StoredArchive;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The manifests of archives, as each destination has them. They are the same everywhere; where one is not, it was damaged in such a way that
 * it still makes sense, and the right one is that which the archive after it names by its SHA-256, or else that which most have.
 */
final class Manifests {

    private final Map<ArchiveName, Map<String, StoredArchive>> versions = new HashMap<>();
    private final Map<ArchiveName, Set<String>> on = new HashMap<>();
    private final Set<String> named = new HashSet<>();

    Manifests(Catalog catalog) {
        for (String destination : catalog.reachable()) {
            for (StoredArchive own : catalog.as(destination)) {
                versions.computeIfAbsent(own.name(), it -> new LinkedHashMap<>()).merge(own.sha256(), own, Manifests::both);
                on.computeIfAbsent(own.name(), it -> new TreeSet<>()).add(destination);
                Stream.of(own.manifest().previous(), own.manifest().last()).filter(Objects::nonNull).forEach(named::add);
            }
        }
    }

    private static StoredArchive both(StoredArchive one, StoredArchive other) {
        Set<String> destinations = new TreeSet<>(one.destinations());
        destinations.addAll(other.destinations());
        return new StoredArchive(one.manifest(), one.sha256(), destinations);
    }

    /** An archive as it is right, with the destinations that have it so; empty if there is no telling, or none has it. */
    Optional<StoredArchive> right(ArchiveName name) {
        List<StoredArchive> all = List.copyOf(versions.getOrDefault(name, Map.of()).values());
        List<StoredArchive> follow = all.stream().filter(it -> named.contains(it.sha256())).toList();
        if (all.size() == 1 || follow.size() == 1) {
            return Optional.of(all.size() == 1 ? all.get(0) : follow.get(0));
        }
        return all.stream().filter(it -> 2 * it.destinations().size() > on(name).size()).findFirst();
    }

    /** Which destinations have one that can be read. */
    Set<String> on(ArchiveName name) {
        return on.getOrDefault(name, Set.of());
    }
}
