package io.camelback.catalog;

import io.camelback.archive.Batch;
import io.camelback.archive.BatchReader;
import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import io.camelback.archive.Merge;
import io.camelback.archive.Segment;
import io.camelback.archive.SegmentCursor;
import io.camelback.job.Staging;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the database as it was at the end of a chain: of each document the newest entry in any of its segments. */
public final class ChainReader {

    private record Part(StoredArchive archive, Segment segment) {
    }

    private final BatchFiles files;
    private final Staging staging;
    private final List<Part> newestFirst = new ArrayList<>();

    public ChainReader(Chain chain, BatchFiles files, Staging staging) {
        this.files = files;
        this.staging = staging;
        for (StoredArchive archive : chain.archives()) {
            archive.manifest().segments().forEach(segment -> newestFirst.add(0, new Part(archive, segment)));
        }
    }

    /**
     * All entries in the order of their ids, absent ones too. Batches are fetched whole when their turn comes, one of each segment at
     * a time, and checked before they are read.
     *
     * @param from the smallest id, inclusive, null for no bound
     * @param to the largest, exclusive, null for no bound
     */
    public EntryCursor entries(byte[] from, byte[] to) {
        List<EntryCursor> cursors = new ArrayList<>();
        for (Part part : newestFirst) {
            cursors.add(new SegmentCursor(part.segment(), batch -> files.open(part.archive(), batch, staging),
                    part.archive().name().path(), from, to));
        }
        return new Merge(cursors);
    }

    /** One document, reading little: the tail and one frame of each segment that may have it. An absent entry is none. */
    public Optional<Entry> find(byte[] id) {
        for (Part part : newestFirst) {
            Optional<Batch> batch = batchOf(part.segment(), id);
            if (batch.isPresent()) {
                Optional<Entry> entry = files.inPlace(part.archive(), batch.get(), (reader, where) -> {
                    try (BatchReader frames = new BatchReader(reader, batch.get(), where)) {
                        return frames.find(id);
                    }
                });
                if (entry.isPresent()) {
                    return entry.filter(it -> !it.absent());
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Batch> batchOf(Segment segment, byte[] id) {
        return segment.batches().stream().filter(it -> Arrays.compareUnsigned(DocumentIds.utf8(it.firstId()), id) <= 0
                && Arrays.compareUnsigned(id, DocumentIds.utf8(it.lastId())) <= 0).findFirst();
    }
}
