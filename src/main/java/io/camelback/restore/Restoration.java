package io.camelback.restore;

import io.camelback.archive.Attachment;
import io.camelback.archive.DatabaseSettings;
import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import io.camelback.archive.StubbedLeaf;
import io.camelback.catalog.AttachmentFiles;
import io.camelback.catalog.PointReader;
import io.camelback.couchdb.BulkDocs;
import io.camelback.job.Staging;
import io.camelback.job.Whole;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** One restore under way: what the routes pass along. */
final class Restoration extends Whole {

    private static final byte[] DESIGN = DocumentIds.utf8("_design/");
    private static final byte[] AFTER_DESIGN = DocumentIds.utf8("_design0");
    private static final int PAGE_BYTES = 1024 * 1024;
    private static final int DESIGN_PAGE_BYTES = 16 * 1024 * 1024;

    final RestoreRequest request;
    final Instant point;
    final PointReader reader;
    final Target target;
    final Staging staging;
    final AttachmentFiles attachments;
    /** Those to be given to the target; empty when it is to keep its own, or none are known. */
    final Optional<DatabaseSettings> settings;
    /** What the target had before; known once it is to be changed. */
    DatabaseSettings own;
    /** The file of the batch of {@code _local} documents. */
    Optional<Path> localDocuments = Optional.empty();
    final long startNanos = System.nanoTime();

    private final Semaphore room;
    private final AtomicLong documents = new AtomicLong();
    private final AtomicLong deleted = new AtomicLong();
    private final AtomicLong revisions = new AtomicLong();
    private final List<BulkDocs.Refused> refused = new ArrayList<>();

    /** @param parallel how many pages may be in memory at a time */
    Restoration(RestoreRequest request, Instant point, PointReader reader, Target target, Staging staging,
            AttachmentFiles attachments, Optional<DatabaseSettings> settings, int parallel) {
        this.request = request;
        this.point = point;
        this.reader = reader;
        this.target = target;
        this.staging = staging;
        this.attachments = attachments;
        this.settings = settings;
        this.room = new Semaphore(parallel);
    }

    /** All documents that are wanted but the design documents. For the route. */
    public Iterator<WritePage> getPages() {
        return new WritePages(this, PAGE_BYTES, List.of(() -> entries(null, DESIGN), () -> entries(AFTER_DESIGN, null)));
    }

    /** The design documents: whatever they forbid, they don't forbid it to documents that are there already. For the route. */
    public Iterator<WritePage> getDesignPages() {
        return new WritePages(this, DESIGN_PAGE_BYTES, List.of(() -> entries(DESIGN, AFTER_DESIGN)));
    }

    private EntryCursor entries(byte[] from, byte[] to) {
        return reader.entries(request.only().ids().within(from, to));
    }

    /** Waits for room. Never in vain: whatever becomes of a page that is under way, it ends. */
    void beginPage() {
        room.acquireUninterruptibly();
    }

    void endPage() {
        room.release();
    }

    /** Documents together; those with attachments that are objects of their own one by one. Gives what the target doesn't take. */
    List<BulkDocs.Refused> write(List<Entry> entries) {
        List<Entry> together = new ArrayList<>();
        List<BulkDocs.Refused> notWritten = new ArrayList<>();
        for (Entry entry : entries) {
            List<Attachment> objects = StubbedLeaf.attachments(entry);
            if (objects.isEmpty()) {
                together.add(entry);
            } else {
                try (AttachmentFiles.Held held = attachments.hold(objects)) {
                    notWritten.addAll(target.documents.write(entry, held::file));
                }
            }
        }
        if (!together.isEmpty()) {
            notWritten.addAll(target.writer.write(together));
        }
        return notWritten;
    }

    void wrote(List<Entry> entries, List<BulkDocs.Refused> notWritten) {
        long bytes = entries.stream().mapToLong(it -> it.line().length).sum();
        documents.addAndGet(entries.size());
        deleted.addAndGet(entries.stream().filter(Entry::deleted).count());
        revisions.addAndGet(entries.stream().mapToLong(Entry::revisions).sum());
        synchronized (refused) {
            refused.addAll(notWritten);
        }
        request.progress().step(entries.size(), bytes);
    }

    /** Gives the target a setting that is known and isn't its own already; what it says if it doesn't take it is noted. */
    <T> void setting(String name, T value, T own, Function<T, Optional<String>> setter) {
        Optional.ofNullable(value).filter(it -> !it.equals(own)).flatMap(setter).ifPresent(why -> refused(name, why));
    }

    /** The same with a limit, unless the server is one that knows of no such limit. */
    void limit(String name, Long value, Long own, Function<Long, Optional<String>> setter) {
        if (own != null) {
            setting(name, value, own, setter);
        }
    }

    /** Something else than a document that the target does not take. */
    void refused(String what, String why) {
        synchronized (refused) {
            refused.add(new BulkDocs.Refused(what, why));
        }
    }

    long documents() {
        return documents.get();
    }

    long deleted() {
        return deleted.get();
    }

    long revisions() {
        return revisions.get();
    }

    List<BulkDocs.Refused> refused() {
        synchronized (refused) {
            return List.copyOf(refused);
        }
    }
}
