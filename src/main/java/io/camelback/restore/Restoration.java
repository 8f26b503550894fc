package io.camelback.restore;

import io.camelback.archive.Attachment;
import io.camelback.archive.DatabaseSettings;
import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.archive.IdRanges;
import io.camelback.archive.StubbedLeaf;
import io.camelback.catalog.AttachmentFiles;
import io.camelback.catalog.PointReader;
import io.camelback.couchdb.BulkDocs;
import io.camelback.failure.Failure;
import io.camelback.job.Staging;
import io.camelback.job.Whole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One restore under way: what the routes pass along. */
final class Restoration extends Whole {

    private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);
    private static final byte[] DESIGN = DocumentIds.utf8("_design/");
    private static final byte[] AFTER_DESIGN = DocumentIds.utf8("_design0");
    private static final int PAGE_BYTES = 1024 * 1024;
    private static final int DESIGN_PAGE_BYTES = 16 * 1024 * 1024;

    final RestoreRequest request;
    /** Of what is to be done, and of what an earlier restore had done when this one began. */
    final RestoreNote note;
    final PointReader reader;
    final Target target;
    final Staging staging;
    final AttachmentFiles attachments;
    /** Those to be given to the target; empty when it is to keep its own, or none are known. */
    final Optional<DatabaseSettings> settings;
    /** What the target had before; known once it is to be changed. */
    DatabaseSettings own;
    /** Whether an earlier restore may have written tombstones that the archives at hand need not have. */
    boolean otherTombstones;
    /** The file of the batch of {@code _local} documents. */
    Optional<Path> localDocuments = Optional.empty();
    final long startNanos = System.nanoTime();

    private final Semaphore room;
    private final Headway headway;
    private final List<BulkDocs.Refused> otherRefused = new ArrayList<>();

    /** @param parallel how many pages may be in memory at a time */
    Restoration(RestoreRequest request, RestoreNote note, PointReader reader, Target target, Staging staging,
            AttachmentFiles attachments, Optional<DatabaseSettings> settings, int parallel) {
        this.request = request;
        this.note = note;
        this.reader = reader;
        this.target = target;
        this.staging = staging;
        this.attachments = attachments;
        this.settings = settings;
        this.room = new Semaphore(parallel);
        this.headway = new Headway(note.written(), System::nanoTime);
    }

    /** For the route. */
    public boolean isUnfinished() {
        return !note.done();
    }

    /** All documents that are wanted but the design documents. For the route. */
    public Iterator<WritePage> getPages() {
        IdRanges left = left(false);
        return new WritePages(this, PAGE_BYTES,
                List.of(() -> reader.entries(left.within(null, DESIGN)), () -> reader.entries(left.within(AFTER_DESIGN, null))));
    }

    /** The design documents: whatever they forbid, they don't forbid it to documents that are there already. For the route. */
    public Iterator<WritePage> getDesignPages() {
        IdRanges left = left(true);
        return new WritePages(this, DESIGN_PAGE_BYTES, List.of(() -> reader.entries(left.within(DESIGN, AFTER_DESIGN))));
    }

    /** What an earlier restore hasn't come to, of the design documents or of the others: these it wrote before. */
    private IdRanges left(boolean designs) {
        IdRanges all = request.only().ids();
        Optional<byte[]> after = note.written().after().map(DocumentIds::utf8);
        if (after.isEmpty() || designs && !isDesign(after.get())) {
            return all;
        }
        return !designs && isDesign(after.get()) ? IdRanges.of(List.of()) : all.within(IdRanges.successor(after.get()), null);
    }

    private static boolean isDesign(byte[] id) {
        return DocumentIds.ORDER.compare(id, DESIGN) >= 0 && DocumentIds.ORDER.compare(id, AFTER_DESIGN) < 0;
    }

    /** Waits for room. Never in vain: whatever becomes of a page that is under way, it ends. Gives the page's number. */
    long beginPage() {
        room.acquireUninterruptibly();
        return headway.begin();
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

    void wrote(WritePage page, List<BulkDocs.Refused> notWritten) {
        headway.end(page.number(), page.entries(), notWritten);
        request.progress().step(page.entries().size(), page.entries().stream().mapToLong(it -> it.line().length).sum());
        headway.due().ifPresent(it -> {
            note.with(it).put(target.database);
            headway.noted();
        });
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
        otherRefused.add(new BulkDocs.Refused(what, why));
    }

    /** That the process is to end gives time for an exact note; that it fails takes no harm, for there is an earlier one. */
    void noteLast() {
        if (isFailed() && isUnfinished()) {
            try {
                note.with(written()).put(target.database);
            } catch (Failure e) {
                LOG.debug("not noted how far the restore came: {}", e.getMessage());
            }
        }
    }

    /** By this restore, and by those before it that were not finished. */
    Written written() {
        return headway.written();
    }

    /** All that the target did not take. */
    List<BulkDocs.Refused> refused() {
        return Stream.concat(written().refused().stream(), otherRefused.stream()).toList();
    }
}
