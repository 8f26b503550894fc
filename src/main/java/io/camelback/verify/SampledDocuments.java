package io.camelback.verify;

import io.camelback.archive.Batch;
import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import io.camelback.archive.Selection;
import io.camelback.archive.StubbedLeaf;
import io.camelback.catalog.Chain;
import io.camelback.catalog.PointReader;
import io.camelback.couchdb.AttachmentLimit;
import io.camelback.couchdb.CouchDb;
import io.camelback.couchdb.Source;
import io.camelback.job.StopSignal;
import io.camelback.verify.TestRestoreJob.Sampled;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Compares documents of a restored database with what the archives have of them, as {@code _bulk_get} gives them: all of them if they are few,
 * else some rows of them, each from an id at random on.
 */
final class SampledDocuments {

    private static final int ENOUGH = 1000;
    private static final int ROWS = 10;
    private static final int PAGE = 100;
    private static final int PAGE_BYTES = 4 * 1024 * 1024;

    private final Chain chain;
    private final PointReader reader;
    private final StopSignal stop;
    private final RandomGenerator random;
    /** Documents whose attachments are objects of their own come with stubs, as they are in the archive; others with all that they have. */
    private final Source stubbed;
    private final Source whole;
    private final List<String> differences = new ArrayList<>();
    private long compared;

    SampledDocuments(Chain chain, PointReader reader, CouchDb database, StopSignal stop, RandomGenerator random) {
        this.chain = chain;
        this.reader = reader;
        this.stop = stop;
        this.random = random;
        this.stubbed = new Source(database, 1, new AttachmentLimit(0, 0), Selection.ALL);
        this.whole = new Source(database, 1, new AttachmentLimit(Long.MAX_VALUE, Long.MAX_VALUE), Selection.ALL);
    }

    /** @param revisions how many leaf revisions were restored */
    Sampled compare(long revisions) {
        if (revisions <= ENOUGH) {
            row(null, 0, Long.MAX_VALUE);
        } else {
            List<Batch> batches = chain.archives().stream().flatMap(it -> it.manifest().segments().stream()).flatMap(it -> it.batches().stream()).toList();
            for (int i = 0; i < ROWS; i++) {
                Batch batch = any(batches);
                row(DocumentIds.utf8(batch.firstId()), random.nextLong(batch.documents() + batch.absent()), compared + ENOUGH / ROWS);
            }
        }
        return new Sampled(compared, List.copyOf(new HashSet<>(differences)));
    }

    /** Each document is as likely as any other to be in it. */
    private Batch any(List<Batch> batches) {
        long left = random.nextLong(batches.stream().mapToLong(it -> it.documents() + it.absent()).sum());
        for (Batch batch : batches) {
            left -= batch.documents() + batch.absent();
            if (left < 0) {
                return batch;
            }
        }
        throw new IllegalStateException("A chain has batches");
    }

    /**
     * @param skip how many documents are passed over before
     * @param until how many leaf revisions have been compared when it ends
     */
    private void row(byte[] from, long skip, long until) {
        try (EntryCursor entries = reader.entries(from, null)) {
            long left = skip;
            List<Entry> page = new ArrayList<>();
            long bytes = 0;
            long revisions = compared;
            for (Entry entry = entries.next(); entry != null && revisions < until; entry = entries.next()) {
                stop.check();
                if (left-- <= 0 && !entry.absent()) {
                    page.add(entry);
                    bytes += entry.line().length;
                    revisions += entry.revisions();
                }
                if (page.size() == PAGE || bytes > PAGE_BYTES) {
                    compare(page);
                    page.clear();
                    bytes = 0;
                }
            }
            compare(page);
        }
    }

    private void compare(List<Entry> page) {
        List<Entry> withStubs = page.stream().filter(it -> !StubbedLeaf.attachments(it).isEmpty()).toList();
        List<Entry> others = page.stream().filter(it -> StubbedLeaf.attachments(it).isEmpty()).toList();
        compare(withStubs, stubbed);
        compare(others, whole);
    }

    private void compare(List<Entry> expected, Source source) {
        if (!expected.isEmpty()) {
            Iterator<Entry> next = expected.iterator();
            source.fetch(expected.stream().map(Entry::id).toList(), found -> compare(next.next(), found));
        }
    }

    /** The order of leaf revisions is the server's own. */
    private void compare(Entry expected, Entry found) {
        compared += expected.revisions();
        if (!LeafContent.of(expected).equals(LeafContent.of(found))) {
            differences.add(expected.idText());
        }
    }
}
