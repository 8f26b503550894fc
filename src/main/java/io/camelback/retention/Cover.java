package io.camelback.retention;

import io.camelback.catalog.Chain;
import io.camelback.catalog.StoredArchive;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Which link of a chain has the place of an archive beside it. */
final class Cover {

    private final Map<String, NavigableMap<Instant, StoredArchive>> lineages = new HashMap<>();

    /** @param chains of each lineage the one that is there now */
    Cover(Collection<Chain> chains) {
        for (Chain chain : chains) {
            NavigableMap<Instant, StoredArchive> links = new TreeMap<>();
            chain.archives().forEach(it -> links.put(it.manifest().end(), it));
            lineages.put(chain.last().manifest().lineage(), links);
        }
    }

    /**
     * The first link that doesn't end before the archive. Ends ascend along a lineage, whoever wrote it, so this link has all changes that
     * the archive has, or newer ones of the same documents. Empty if no chain of the lineage gets that far.
     */
    Optional<StoredArchive> of(StoredArchive archive) {
        return Optional.ofNullable(lineages.get(archive.manifest().lineage()))
                .flatMap(links -> Optional.ofNullable(links.ceilingEntry(archive.manifest().end()))).map(Map.Entry::getValue);
    }
}
