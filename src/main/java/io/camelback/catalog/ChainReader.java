package io.camelback.catalog;

import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import io.camelback.archive.IdRanges;
import io.camelback.archive.Merge;
import io.camelback.archive.Segment;
import io.camelback.archive.SegmentCursor;
import io.camelback.failure.Failure;
import io.camelback.job.Staging;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the database as it was at the end of a chain: of each document the newest entry in any of its segments. */
public final class ChainReader {

    private final BatchFiles files;
    private final ArchiveOpener opener;
    private final List<StoredArchive> newestFirst;
    private volatile StoredArchive missed;

    public ChainReader(Chain chain, BatchFiles files, Staging staging) {
        this(chain, files, (archive, batch) -> files.open(archive, batch, staging));
    }

    /** @param opener by which whole batches are read, instead of fetching each when its turn comes */
    public ChainReader(Chain chain, BatchFiles files, ArchiveOpener opener) {
        this.files = files;
        this.opener = opener;
        this.newestFirst = new ArrayList<>(chain.archives());
        Collections.reverse(newestFirst);
    }

    /**
     * All entries in the order of their ids, absent ones too.
     *
     * @param from the smallest id, inclusive, null for no bound
     * @param to the largest, exclusive, null for no bound
     */
    public EntryCursor entries(byte[] from, byte[] to) {
        return entries(IdRanges.ALL.within(from, to));
    }

    /**
     * The entries of these ids in their order, absent ones too. Batches that have any are fetched whole when their turn comes, one of
     * each segment at a time, and checked before they are read.
     */
    public EntryCursor entries(IdRanges ids) {
        List<EntryCursor> cursors = new ArrayList<>();
        for (StoredArchive archive : newestFirst) {
            for (Segment segment : archive.newestSegmentsFirst()) {
                cursors.add(new PartCursor(archive, new SegmentCursor(segment, batch -> opener.open(archive, batch),
                        archive.name().path(), ids)));
            }
        }
        return new Merge(cursors);
    }

    /** One document, reading little: see {@link EntryFinder}. An absent entry is none. */
    public Optional<Entry> find(byte[] id) {
        EntryFinder finder = new EntryFinder(files);
        for (StoredArchive archive : newestFirst) {
            Optional<Entry> entry = read(archive, () -> finder.find(archive, id));
            if (entry.isPresent()) {
                return entry.filter(it -> !it.absent());
            }
        }
        return Optional.empty();
    }

    /** After a failure: the archive of which no copy could be read; empty if it failed for another reason. */
    Optional<StoredArchive> missed() {
        return Optional.ofNullable(missed);
    }

    private <T> T read(StoredArchive archive, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Failure e) {
            missed = Copies.mayHelpElsewhere(e) ? archive : null;
            throw e;
        }
    }

    /** The cursor of a segment of an archive. */
    private final class PartCursor implements EntryCursor {

        private final StoredArchive archive;
        private final EntryCursor cursor;

        PartCursor(StoredArchive archive, EntryCursor cursor) {
            this.archive = archive;
            this.cursor = cursor;
        }

        @Override
        public Entry next() {
            return read(archive, cursor::next);
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
