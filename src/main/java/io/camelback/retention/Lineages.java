package io.camelback.retention;

import io.camelback.archive.Level;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chain;
import io.camelback.catalog.Chains;
import io.camelback.catalog.StoredArchive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The lineages of a task as they will be: of each the chain to its last restore point, in as few links as there are, then merged further by
 * the policy until there is no more to merge. What would be merged twice is merged once, from the archives that are there.
 *
 * <p>While a destination can't be read, an older lineage is left as it is: its end may be there, and without it the lineage looks older than
 * it is. Of the newest one only newer points can be missing, and these never make an older one less needed than it looks.
 */
final class Lineages {

    private final Policy policy;
    private final Cover cover;
    private final List<List<Link>> lineages = new ArrayList<>();
    private final List<Link> forks;
    private final List<List<Link>> kept = new ArrayList<>();
    private final Set<String> dropped = new HashSet<>();

    Lineages(Catalog catalog, Policy policy) {
        this.policy = policy;
        Chains fewest = Chains.ofFewest(catalog.archives());
        List<Chain> chains = fewest.newestOfEachLineage();
        cover = new Cover(chains);
        chains.forEach(chain -> lineages.add(new ArrayList<>(chain.archives().stream().map(Link::of).toList())));
        forks = forks(fewest, chains);
        boolean all = catalog.failures().isEmpty();
        for (Level level : policy.retention().rollupLevels()) {
            Rollups rollups = new Rollups(policy, level, windows());
            workedOn(lineages, all).forEach(rollups::apply);
        }
        sortOut(all);
        Folding folding = new Folding(policy, windows());
        workedOn(kept, all).forEach(folding::apply);
    }

    private static List<List<Link>> workedOn(List<List<Link>> lineages, boolean all) {
        return all ? lineages : lineages.subList(Math.max(0, lineages.size() - 1), lineages.size());
    }

    /** Those that keep a promise; the newest one, which is the last, always does. */
    List<List<Link>> kept() {
        return kept;
    }

    /** Whether a lineage, by its name, can go as a whole. */
    boolean isDropped(String lineage) {
        return dropped.contains(lineage);
    }

    /** The archive on a chain that has the place of another one. */
    Optional<StoredArchive> cover(StoredArchive archive) {
        return cover.of(archive);
    }

    /** Runs beside the chains that the delta level still keeps: two processes that did not know of each other ran the same task. */
    List<StoredArchive> keptForks() {
        Windows windows = windows();
        return forks.stream().filter(windows::keep).map(Link::last).toList();
    }

    /** A run beside the chain, unless a rollup is in its place: then the deltas of its time are no longer kept. */
    private List<Link> forks(Chains fewest, List<Chain> chains) {
        Set<String> links = new HashSet<>();
        chains.forEach(chain -> chain.archives().forEach(it -> links.add(it.name().path())));
        return fewest.complete().stream().filter(it -> it.manifest().level() == Level.DELTA && !links.contains(it.name().path()))
                .filter(it -> cover.of(it).filter(by -> by.manifest().level() == Level.DELTA).isPresent())
                .map(Link::of).toList();
    }

    private Windows windows() {
        return new Windows(Stream.concat(lineages.stream().flatMap(List::stream), forks.stream()).toList(), policy);
    }

    /** The newest lineage is kept in any case, another one as long as one of its restore points is promised. */
    private void sortOut(boolean all) {
        Promises promises = new Promises(policy, windows());
        for (int i = lineages.size() - 1; i >= 0; i--) {
            List<Link> lineage = lineages.get(i);
            if (!all || i == lineages.size() - 1 || promises.need(lineage)) {
                promises.add(lineage);
                kept.add(0, lineage);
            } else {
                dropped.add(lineage.get(0).last().manifest().lineage());
            }
        }
    }
}
