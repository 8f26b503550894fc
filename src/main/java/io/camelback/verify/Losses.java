package io.camelback.verify;

import io.camelback.archive.ArchiveName;
import io.camelback.catalog.Chain;
import io.camelback.catalog.Chains;
import io.camelback.catalog.StoredArchive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is left of a destination's restore points when it lacks what is damaged there. */
final class Losses {

    private final List<StoredArchive> had = new ArrayList<>();
    private final Chains left;
    private final boolean hasUnknown;

    /**
     * @param own archives of the destination whose manifests can be read
     * @param hurt those of which something is damaged, and those whose manifests are
     * @param everywhere archives of all destinations: another one may know what a damaged manifest said
     */
    Losses(Collection<StoredArchive> own, Set<ArchiveName> hurt, Collection<StoredArchive> everywhere) {
        Set<ArchiveName> known = new TreeSet<>((a, b) -> a.path().compareTo(b.path()));
        own.forEach(it -> known.add(it.name()));
        had.addAll(own);
        everywhere.stream().filter(it -> hurt.contains(it.name()) && known.add(it.name())).forEach(had::add);
        hasUnknown = !known.containsAll(hurt);
        left = new Chains(own.stream().filter(it -> !hurt.contains(it.name())).toList());
    }

    /** The newest restore point that is left. */
    Optional<Instant> newest() {
        return left.newest().map(Chain::point);
    }

    boolean has(Instant point) {
        return left.points().stream().anyMatch(it -> it.point().equals(point));
    }

    /** By their instants. Where nobody knows what a damaged manifest said, every archive that no chain reaches is taken for one that did. */
    List<Instant> lost() {
        Set<Instant> points = new TreeSet<>();
        if (hasUnknown) {
            had.forEach(it -> points.add(it.manifest().end()));
        } else {
            new Chains(had).points().forEach(it -> points.add(it.point()));
        }
        left.points().forEach(it -> points.remove(it.point()));
        return List.copyOf(points);
    }
}
