package io.camelback.retention;

import io.camelback.archive.Level;
import io.camelback.catalog.StoredArchive;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A link of a chain, as it will be when the plan is carried out: an archive that is there, or a rollup that isn't yet.
 *
 * @param level of the archive
 * @param rank the level at which it is counted. Only that of a baseline differs: it is the end of a run, of a day, of a year as others are
 * @param archives those that are merged into it, oldest first; one alone if it is there already
 * @param planned whether it isn't there yet
 * @param period that a planned one will stand for, if it is one of the calendar
 */
record Link(Level level, Level rank, List<StoredArchive> archives, boolean planned, Optional<Period> period) {

    static Link of(StoredArchive archive) {
        Level level = archive.manifest().level();
        return new Link(level, level == Level.BASELINE ? Level.DELTA : level, List.of(archive), false,
                Optional.empty());
    }

    /** One link in the place of several that follow each other, all of them of this period. */
    static Link ofPeriod(Period period, List<Link> links) {
        return new Link(period.level(), period.level(), archives(links), true, Optional.of(period));
    }

    /** One link in the place of several beyond the last level. */
    static Link ofExpired(List<Link> links) {
        return new Link(Level.YEARLY, Level.YEARLY, archives(links), true, Optional.empty());
    }

    /** A baseline in the place of one and of what follows it. */
    static Link folded(List<Link> links) {
        return new Link(Level.BASELINE, links.get(0).rank(), archives(links), true, Optional.empty());
    }

    private static List<StoredArchive> archives(List<Link> links) {
        return links.stream().flatMap(it -> it.archives().stream()).toList();
    }

    Link ranked(Level higher) {
        return new Link(level, higher, archives, planned, period);
    }

    StoredArchive last() {
        return archives.get(archives.size() - 1);
    }

    Instant end() {
        return last().manifest().end();
    }

    /** Bytes of JSON; of a planned one at most so many, since what was overwritten goes. */
    long bytes() {
        return archives.stream().mapToLong(it -> it.manifest().counts().bytes()).sum();
    }

    boolean isBaseline() {
        return level == Level.BASELINE;
    }
}
