package io.camelback.retention;

import java.util.List;

/** What is done with links beyond the last level: into the baseline when it is worth the while, until then with each other. */
final class Folding {

    /** So many archives may wait, however small they are. */
    private static final int MOST_EXPIRED = 32;

    private final Policy policy;
    private final Windows windows;

    Folding(Policy policy, Windows windows) {
        this.policy = policy;
        this.windows = windows;
    }

    /** @param links of a lineage, from its baseline on; they change */
    void apply(List<Link> links) {
        int end = 1;
        while (end < links.size() && isExpired(links.get(end))) {
            end++;
        }
        List<Link> expired = links.subList(1, end);
        if (expired.isEmpty() || windows.keep(links.get(0))) {
            return;
        }
        int from = mergeFrom(expired);
        if (bytes(expired) > policy.retention().foldRatio() * links.get(0).bytes() || from + 1 > MOST_EXPIRED) {
            replace(links.subList(0, end), Link.folded(links.subList(0, end)));
        } else if (expired.size() - from > 1) {
            List<Link> merging = expired.subList(from, expired.size());
            replace(merging, Link.ofExpired(merging));
        }
    }

    private static void replace(List<Link> range, Link by) {
        range.clear();
        range.add(by);
    }

    private boolean isExpired(Link link) {
        return link.rank().compareTo(policy.retention().last()) >= 0 && !windows.keep(link);
    }

    /**
     * The first of those to be merged. An archive is merged with those after it when they have at least half its bytes together: so
     * it grows by half each time that it is written again, and there are never more than the logarithm of all bytes.
     */
    private static int mergeFrom(List<Link> links) {
        int from = links.size() - 1;
        long after = links.get(from).bytes();
        while (from > 0 && links.get(from - 1).bytes() <= 2 * after) {
            from--;
            after += links.get(from).bytes();
        }
        return from;
    }

    private static long bytes(List<Link> links) {
        return links.stream().mapToLong(Link::bytes).sum();
    }
}
