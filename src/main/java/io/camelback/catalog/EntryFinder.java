package io.camelback.catalog;

import io.camelback.archive.Batch;
import io.camelback.archive.BatchReader;
import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.archive.Segment;
import java.util.Optional;

/**
 * Looks for single documents in archives where these are stored, reading little: of each segment at most the tail of one batch, and one
 * frame if the filter in the tail doesn't rule the document out. A batch whose ids can't include it, by the manifest, costs nothing.
 */
public final class EntryFinder {

    private final BatchFiles files;

    public EntryFinder(BatchFiles files) {
        this.files = files;
    }

    /**
     * The valid entry of a document in an archive, which is that of the newest segment that has it; it may be an absent one.
     *
     * @param id in UTF-8
     */
    public Optional<Entry> find(StoredArchive archive, byte[] id) {
        for (Segment segment : archive.newestSegmentsFirst()) {
            Optional<Entry> entry = batchOf(segment, id).flatMap(batch -> find(archive, batch, id));
            if (entry.isPresent()) {
                return entry;
            }
        }
        return Optional.empty();
    }

    private Optional<Entry> find(StoredArchive archive, Batch batch, byte[] id) {
        return files.inPlace(archive, batch, (reader, where) -> {
            try (BatchReader frames = new BatchReader(reader, batch, where)) {
                return frames.find(id);
            }
        });
    }

    private static Optional<Batch> batchOf(Segment segment, byte[] id) {
        return segment.batches().stream().filter(it -> DocumentIds.ORDER.compare(DocumentIds.utf8(it.firstId()), id) <= 0
                && DocumentIds.ORDER.compare(id, DocumentIds.utf8(it.lastId())) <= 0).findFirst();
    }
}
