package io.camelback.restore;

import io.camelback.archive.Entry;
import io.camelback.couchdb.BulkDocs.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How far a restore has come. Pages are written in parallel and end in any order; what counts is what lies before the first one that
 * hasn't ended. It also says when that is worth a note: now and then, and to one caller at a time.
 */
final class Headway {

    private static final int PAGES_BETWEEN_NOTES = 16;
    private static final long NANOS_BETWEEN_NOTES = TimeUnit.SECONDS.toNanos(5);
    /** A note is no place for more. The one before stays, so what is after it would be written, and refused, once more. */
    private static final int MOST_REFUSED = 100;

    private final LongSupplier nanos;
    private final Map<Long, Page> ahead = new HashMap<>();
    private final List<Refused> refused;
    private Optional<String> after;
    private long documents;
    private long deleted;
    private long revisions;
    private long begun;
    private long ended;
    private boolean noting;
    private long notedPages;
    private long notedNanos;

    private record Page(List<Entry> entries, List<Refused> refused) {
    }

    /**
     * @param before what is there already
     * @param nanos a time that only grows, of which differences count
     */
    Headway(Written before, LongSupplier nanos) {
        this.nanos = nanos;
        after = before.after();
        documents = before.documents();
        deleted = before.deleted();
        revisions = before.revisions();
        refused = new ArrayList<>(before.refused());
        notedNanos = nanos.getAsLong();
    }

    /** The next page in the order of writing, by its number. */
    synchronized long begin() {
        return begun++;
    }

    /** A page is written; one that fails never ends. */
    synchronized void end(long number, List<Entry> entries, List<Refused> notWritten) {
        ahead.put(number, new Page(entries, notWritten));
        for (Page next = ahead.remove(ended); next != null; next = ahead.remove(ended)) {
            add(next);
            ended++;
        }
    }

    private void add(Page page) {
        after = Optional.of(page.entries.get(page.entries.size() - 1).idText());
        documents += page.entries.size();
        deleted += page.entries.stream().filter(Entry::deleted).count();
        revisions += page.entries.stream().mapToLong(Entry::revisions).sum();
        refused.addAll(page.refused);
    }

    synchronized Written written() {
        return new Written(after, documents, deleted, revisions, refused);
    }

    /** What is to be noted, if now is the time. Who gets it says when that is {@link #noted}; until then nobody else does. */
    synchronized Optional<Written> due() {
        boolean due = ended - notedPages >= PAGES_BETWEEN_NOTES || ended > notedPages && nanos.getAsLong() - notedNanos >= NANOS_BETWEEN_NOTES;
        if (noting || !due || refused.size() > MOST_REFUSED) {
            return Optional.empty();
        }
        noting = true;
        notedPages = ended;
        return Optional.of(written());
    }

    synchronized void noted() {
        noting = false;
        notedNanos = nanos.getAsLong();
    }
}
