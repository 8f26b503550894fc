package io.camelback.rollup;

import io.camelback.archive.Batch;
import io.camelback.archive.BatchReader;
import io.camelback.archive.Cuts;
import io.camelback.archive.DocumentIds;
import io.camelback.archive.IdRanges;
import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.StoredArchive;
import java.util.List;

/** Finds out where a rollup can be cut into ranges that are about equal, from its manifests and from the indexes of its larger batches. */
final class Cutting {

    /** Worth so many batches, or more, is each range: its last batch is a small one. */
    private static final int LEAST = 2;
    /** How much of the whole a batch may be without a look at its index. */
    private static final int FINE = 256;

    /** Of each segment a range holds a frame, as it is stored and as text. */
    private static final long HELD = 1024 * 1024;
    private static final int PART_OF_MEMORY = 4;

    private final List<StoredArchive> inputs;
    private final BatchFiles files;
    private final long batchBytes;
    private final long total;

    Cutting(List<StoredArchive> inputs, BatchFiles files, long batchBytes) {
        this.inputs = inputs;
        this.files = files;
        this.batchBytes = batchBytes;
        this.total = inputs.stream().mapToLong(it -> it.manifest().counts().bytes()).sum();
    }

    /** One range, of all ids, unless there is enough for more, and memory to have all segments open in each. */
    List<IdRanges> ranges(int most) {
        long segments = inputs.stream().mapToLong(it -> it.manifest().segments().size()).sum();
        long held = Runtime.getRuntime().maxMemory() / PART_OF_MEMORY / (HELD * Math.max(1, segments));
        int count = (int) Math.max(1, Math.min(Math.min(most, held), total / (LEAST * batchBytes)));
        Cuts cuts = new Cuts();
        if (count > 1) {
            inputs.forEach(archive -> archive.manifest().segments().stream().flatMap(it -> it.batches().stream()).forEach(it -> add(archive, it, cuts)));
        }
        return cuts.ranges(count);
    }

    private void add(StoredArchive archive, Batch batch, Cuts cuts) {
        if (batch.bytes() <= total / FINE) {
            cuts.add(DocumentIds.utf8(batch.firstId()), batch.bytes());
        } else {
            cuts.addAll(files.inPlace(archive, batch, (reader, where) -> {
                try (BatchReader frames = new BatchReader(reader, batch, where)) {
                    return frames.cuts();
                }
            }));
        }
    }
}
