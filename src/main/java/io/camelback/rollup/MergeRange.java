package io.camelback.rollup;

import io.camelback.archive.Batch;
import io.camelback.archive.EntryCursor;
import io.camelback.archive.MergeWriter;
import io.camelback.job.Space;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/** Some of the ids of a rollup, merged into batches of their own. While one batch is stored the next one is made. For one thread. */
final class MergeRange {

    final Merging merging;

    private final Supplier<EntryCursor> entries;
    private MergeWriter writer;
    private Optional<Batch> next = Optional.empty();
    private Optional<Space.Room> room = Optional.empty();
    private long seen;

    /** @param entries of these ids, the newest of each; asked once */
    MergeRange(Merging merging, Supplier<EntryCursor> entries) {
        this.merging = merging;
        this.entries = entries;
    }

    /** Batches as they get full; none any more when one could not be stored, of whichever range. For the route. */
    public Iterator<MergedBatch> getBatches() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (next.isEmpty() && !merging.isFailed()) {
                    next = nextBatch();
                }
                return next.isPresent();
            }

            @Override
            public MergedBatch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Batch batch = next.get();
                next = Optional.empty();
                room = Optional.of(merging.job.room(batch));
                return new MergedBatch(merging, batch, merging.job.staging.file(batch.file()), room.get());
            }
        };
    }

    private Optional<Batch> nextBatch() {
        RollupJob job = merging.job;
        job.stop.check();
        if (writer == null) {
            writer = new MergeWriter(entries.get(), merging::keep, job.task.batchBytes(), merging::nextFile);
        }
        Optional<Batch> batch = writer.next();
        job.request.progress().step(writer.read() - seen, batch.map(Batch::bytes).orElse(0L));
        seen = writer.read();
        return batch;
    }

    /** However it ended: another range may be waiting for the room of a batch that could not be stored. */
    void close() {
        room.ifPresent(Space.Room::close);
        if (writer != null) {
            writer.close();
        }
    }
}
