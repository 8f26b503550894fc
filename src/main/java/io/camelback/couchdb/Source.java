package io.camelback.couchdb;

import io.camelback.archive.Entry;
import io.camelback.archive.Selection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A database that is read for a run: what changed since a position, and the documents themselves. One instance serves one run, from
 * several threads.
 */
public final class Source {

    /**
     * The changed ids that are fetched together.
     *
     * @param ids decoded, in UTF-8, sorted by their unsigned bytes, none twice
     * @param rows how many rows of the feed these came from
     * @param known how many of the rows told of documents that were known already, and are not among these
     * @param until the position after them: opaque
     * @param pending how many changes were left after them at that time
     */
    public record Chunk(List<byte[]> ids, long rows, long known, String until, long pending) {
    }

    private final CouchDb couch;
    private final Database database;
    private final Selection selection;
    private final Changes changes;
    private final PageSizer sizer;
    private final BulkGet pages;
    private final AttachmentReader attachments;
    private final LocalDocuments localDocuments;
    private final DatabaseInfo info;

    /**
     * @param chunkSize how many rows of the feed make a chunk
     * @param selection the documents that are wanted; of others nothing is read but their rows in the feed
     */
    public Source(CouchDb couch, int chunkSize, AttachmentLimit limit, Selection selection) {
        this.selection = selection;
        this.couch = couch;
        this.database = new Database(couch);
        this.info = database.info();
        this.changes = new Changes(couch, chunkSize);
        this.sizer = new PageSizer(info.averageBytes());
        this.pages = new BulkGet(couch, sizer, limit);
        this.attachments = new AttachmentReader(couch);
        this.localDocuments = new LocalDocuments(couch);
    }

    public DatabaseUrl url() {
        return couch.url();
    }

    public Database database() {
        return database;
    }

    /** The database as it was when this was made. */
    public DatabaseInfo info() {
        return info;
    }

    public Chunk changesAfter(String since) {
        return changesAfter(since, Optional.empty());
    }

    /** @param known what need not be fetched */
    public Chunk changesAfter(String since, Optional<Known> known) {
        Changes.Listing listing = changes.after(since, known);
        return new Chunk(selection.among(listing.ids()), listing.rows(), listing.known(), listing.until(), listing.pending());
    }

    /** Documents that were purged, as far as the server remembers; empty if it doesn't tell. */
    public Optional<PurgedInfos> purged() {
        return PurgedInfos.of(couch);
    }

    /** How many ids the next page should have. */
    public int pageSize() {
        return sizer.ids();
    }

    /** About how many bytes these documents will have, by what was seen until now. */
    public long expectedBytes(int documents) {
        return sizer.expectedBytes(documents);
    }

    /** Hands on one entry for each id, in the order of the ids. */
    public void fetch(List<byte[]> ids, Consumer<Entry> sink) {
        pages.fetch(ids, sink);
    }

    /** What has an attachment as an object of its own is read by this. */
    public AttachmentReader attachments() {
        return attachments;
    }

    public LocalDocuments localDocuments() {
        return localDocuments;
    }

    /** How many documents with attachments were read. */
    public long documentsWithAttachments() {
        return pages.withAttachments();
    }
}
