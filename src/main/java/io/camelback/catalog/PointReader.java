package io.camelback.catalog;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import io.camelback.archive.IdRanges;
import io.camelback.archive.Manifest;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.job.Staging;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the database as it was at a restore point, by whichever chain leads there. It begins with the chain that it is given. When no copy
 * of an archive can be read any more, because a rollup has taken its place meanwhile or all are damaged, it looks what is there now, takes
 * another chain to the same point, and goes on after the last document that was read. Each time there is one archive more that it keeps
 * away from, so it ends: with the whole database, or with a failure that names the object and what is missing without it.
 *
 * <p>For one thread at a time.
 */
public final class PointReader {

    private static final Logger LOG = LoggerFactory.getLogger(PointReader.class);
    private static final int MOST_OF_A_SEQUENCE = 24;

    private final Function<String, Destination> destinations;
    private final Staging staging;
    private final Supplier<Catalog> survey;
    private final Set<ArchiveName> missed = new HashSet<>();
    private Chain chain;
    private ChainReader reader;

    /**
     * @param chain to the restore point
     * @param reachable names of the destinations to read from, the preferred one first
     * @param destinations by name
     * @param survey asks the task's destinations anew what they hold
     */
    public PointReader(Chain chain, List<String> reachable, Function<String, Destination> destinations, Staging staging,
            Supplier<Catalog> survey) {
        this.destinations = destinations;
        this.staging = staging;
        this.survey = survey;
        take(chain, reachable);
    }

    /**
     * All entries in the order of their ids, absent ones too, each once.
     *
     * @param from the smallest id, inclusive, null for no bound
     * @param to the largest, exclusive, null for no bound
     */
    public EntryCursor entries(byte[] from, byte[] to) {
        return entries(IdRanges.ALL.within(from, to));
    }

    /** The same of these ids only. Batches that have none of them are not fetched. */
    public EntryCursor entries(IdRanges ids) {
        return new Cursor(ids);
    }

    /** One document, reading little of each archive. An absent entry is none. */
    public Optional<Entry> find(byte[] id) {
        while (true) {
            try {
                return reader.find(id);
            } catch (Failure e) {
                goAround(reader, e);
            }
        }
    }

    /**
     * Knows the last id that it gave, and so where to go on along another chain: what is before it is the same on all of them. (But for
     * tombstones, where a task keeps none in its baselines.)
     */
    private final class Cursor implements EntryCursor {

        private final IdRanges ids;
        private byte[] last;
        private ChainReader along;
        private EntryCursor entries;
        private boolean closed;

        Cursor(IdRanges ids) {
            this.ids = ids;
        }

        @Override
        public Entry next() {
            while (!closed) {
                try {
                    if (entries == null) {
                        along = reader;
                        entries = along.entries(last == null ? ids : ids.within(IdRanges.successor(last), null));
                    }
                    Entry entry = entries.next();
                    if (entry != null) {
                        last = entry.id();
                    }
                    return entry;
                } catch (Failure e) {
                    closeEntries();
                    goAround(along, e);
                }
            }
            return null;
        }

        @Override
        public void close() {
            closed = true;
            closeEntries();
        }

        private void closeEntries() {
            if (entries != null) {
                EntryCursor done = entries;
                entries = null;
                done.close();
            }
        }
    }

    private void take(Chain other, List<String> reachable) {
        chain = other;
        reader = new ChainReader(other, new BatchFiles(destinations, reachable), staging);
    }

    /**
     * Takes another chain, unless that was done already since the failed one was taken.
     *
     * @throws Failure the one that came, if it is no archive's or there is no other chain
     */
    private void goAround(ChainReader failed, Failure why) {
        Manifest manifest = failed.missed().orElseThrow(() -> why).manifest();
        if (failed == reader) {
            missed.add(manifest.name());
            Catalog catalog = survey.get();
            Chain other = another(catalog).orElseThrow(() -> gap(manifest, why));
            LOG.warn("{}; another chain to the same restore point is taken, without archive {}", why.what(), manifest.name());
            take(other, catalog.reachable());
        }
    }

    /** The chain with the fewest bytes, of what is there now and wasn't missed, to the place and instant at which the one at hand ends. */
    private Optional<Chain> another(Catalog catalog) {
        List<StoredArchive> left = catalog.archives().stream().filter(it -> !missed.contains(it.name())).toList();
        return new Chains(left).points().stream().filter(it -> isPoint(it.last().manifest())).findFirst();
    }

    /** A rollup ends where and when its last input did. Another run that came to the same sequence is a restore point of its own. */
    private boolean isPoint(Manifest manifest) {
        Manifest point = chain.last().manifest();
        return manifest.lineage().equals(point.lineage()) && manifest.until().equals(point.until()) && manifest.end().equals(point.end());
    }

    /** What was missed, with what the user needs to know about it. */
    private Failure gap(Manifest manifest, Failure why) {
        Optional<Instant> before = chain.archives().stream().map(StoredArchive::manifest).filter(it -> it.until().equals(manifest.since()))
                .map(Manifest::end).findFirst();
        String span = "from sequence " + brief(manifest.since()) + before.map(it -> " (" + it + ")").orElse("") + " to "
                + brief(manifest.until()) + " (" + manifest.end() + ")";
        return why.remedy("No other destination within reach has an intact copy, and no other archives lead where "
                + manifest.name() + " does, " + span + before.map(it -> ". An earlier restore point may do: --at " + it).orElse(""));
    }

    /** Of a real cluster they are hundreds of letters long; the number in front tells most. */
    private static String brief(String sequence) {
        return sequence.length() <= MOST_OF_A_SEQUENCE ? sequence : sequence.substring(0, MOST_OF_A_SEQUENCE) + "…";
    }
}
