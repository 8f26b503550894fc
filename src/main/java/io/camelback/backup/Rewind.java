package io.camelback.backup;

import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.Chain;
import io.camelback.catalog.ChainReader;
import io.camelback.couchdb.Known;
import io.camelback.couchdb.Leaf;
import io.camelback.couchdb.Source;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A feed that lists far more than may have changed. When a cluster can't tell any more what a sequence stood for, it goes back, to the
 * beginning if need be: nothing is lost by that, but most of what it lists is in the backup already. Which documents are shows in their
 * leaf revisions, and these are not fetched again.
 *
 * <p>A large import looks the same at first. So a few documents are looked for in the backup before all of it is read.
 */
final class Rewind {

    /** Fewer documents are fetched as quickly as they are compared. */
    private static final long LEAST_ROWS = 1_000;
    private static final int SAMPLE = 16;

    private final String source;
    private final Optional<RevisionIndex> index;
    private long rows;
    private long known;

    private Rewind(String source, Optional<RevisionIndex> index) {
        this.source = source;
        this.index = index;
    }

    /** The next chunk of the feed, without what is in the backup already when that may be much. */
    static Source.Chunk list(Run run, Function<String, Destination> destinations) {
        if (run.rewind.isEmpty()) {
            Source.Chunk chunk = run.list();
            if (!isLikely(run, chunk)) {
                return chunk;
            }
            Chain chain = run.chain.orElseThrow();
            ChainReader backup = new ChainReader(chain, new BatchFiles(destinations, run.catalog.reachable()), run.staging);
            Sample sample = new Sample(chunk.rows());
            chunk = run.source.changesAfter(run.until, Optional.of(sample));
            if (!sample.isIn(backup)) {
                return chunk;
            }
            run.rewind = Optional.of(new Rewind(run.source.url().toString(), index(run, chain, backup)));
        }
        return run.rewind.get().next(run);
    }

    /** Only as long as nothing of the run is stored: from then on the backup knows less than the run does. */
    private static boolean isLikely(Run run, Source.Chunk chunk) {
        long changes = chunk.rows() + chunk.pending();
        long all = run.source.info().documents() + run.source.info().deleted();
        return !run.isBaseline() && run.isFirstChunk() && changes >= LEAST_ROWS && changes >= all / 2;
    }

    /** The leaf revisions of all documents in the backup; empty when the backup can't be read, which is no reason to have no newer one. */
    private static Optional<RevisionIndex> index(Run run, Chain chain, ChainReader backup) {
        long documents = chain.archives().stream().mapToLong(it -> it.manifest().counts().documents()).sum();
        run.progress().begin("comparing", documents);
        try (EntryCursor entries = backup.entries(null, null)) {
            RevisionIndex index = RevisionIndex.in(run.staging.file("revisions"), documents);
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                run.stop.check();
                if (!entry.absent()) {
                    index.add(entry.id(), Leaf.revisions(entry));
                }
                run.progress().step(1, entry.line().length);
            }
            return Optional.of(index);
        } catch (Failure e) {
            if (e.reason() == Reason.INTERRUPTED) {
                throw e;
            }
            run.warnings.add("the feed of " + run.source.url() + " lists most of the database, and what of it is in the backup already "
                    + "can't be told, so all is read again: " + e.what());
            return Optional.empty();
        } finally {
            run.progress().end();
        }
    }

    private Source.Chunk next(Run run) {
        Source.Chunk chunk = run.source.changesAfter(run.until, index.map(it -> (Known) it::isUnchanged));
        rows += chunk.rows();
        known += chunk.known();
        return chunk;
    }

    /** Documents that the run reads whatever the feed says of them. */
    void fetched(List<byte[]> ids) {
        index.ifPresent(it -> ids.forEach(it::forget));
    }

    /** What the user should know of it in the end: that it was none, if most of what was listed was new. */
    Optional<String> told() {
        return known == 0 || known < rows / 2 ? Optional.empty() : Optional.of("the feed of " + source + " jumped back: " + known + " of " + rows
                + " documents that it listed were in the backup already and are not stored again");
    }

    /** Rows of a listing, evenly spread, all of which it lets pass. */
    private static final class Sample implements Known {

        private final long distance;
        private final Map<String, List<String>> leaves = new HashMap<>();
        private long row;

        Sample(long rows) {
            distance = Math.max(1, rows / SAMPLE);
        }

        @Override
        public boolean is(byte[] id, List<String> revisions) {
            if (row++ % distance == 0) {
                leaves.put(DocumentIds.text(id), sorted(revisions));
            }
            return false;
        }

        /** Whether one of them is in the backup as it is now. If that can't be told, the pass over the backup will tell why. */
        boolean isIn(ChainReader backup) {
            try {
                return leaves.entrySet().stream().anyMatch(it -> backup.find(DocumentIds.utf8(it.getKey()))
                        .filter(entry -> sorted(Leaf.revisions(entry)).equals(it.getValue())).isPresent());
            } catch (Failure e) {
                return true;
            }
        }

        private static List<String> sorted(List<String> revisions) {
            return revisions.stream().sorted().toList();
        }
    }
}
