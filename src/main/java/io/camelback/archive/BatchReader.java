package io.camelback.archive;

import io.camelback.failure.Failure;
import java.io.Closeable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads one batch file. The first use reads the file's tail, in one piece; then each data frame needed is one read more. What is
 * read is checked against checksums, index, and what the manifest says. For one thread at a time.
 */
public final class BatchReader implements Closeable {

    private final RangeReader file;
    private final Batch batch;
    private final String where;
    private List<Frame> frames;
    private BloomFilter filter;

    /**
     * @param file closed together with this
     * @param batch what the manifest says of it
     * @param where how failures name the file
     */
    public BatchReader(RangeReader file, Batch batch, String where) {
        this.file = file;
        this.batch = batch;
        this.where = where;
    }

    /**
     * The entries whose ids are in a range. It holds the text of one frame at a time, which is 512 KiB or a single line that is
     * longer, and the index, about 100 bytes a frame. If it has no bounds, its end is reached only after the file's length and all
     * that the manifest counts were found to be right.
     *
     * @param from the least id, or null
     * @param to the id to stop before, or null
     * @throws Failure damaged, if index, filter or seek table are
     */
    public EntryCursor cursor(byte[] from, byte[] to) {
        if (from == null && to == null && file.size() != batch.size()) {
            throw Damage.at(where, "it has " + file.size() + " bytes instead of " + batch.size());
        }
        if (frames == null) {
            frames = tail().frames();
        }
        return new BatchCursor(file, batch, where, frames, from, to);
    }

    /** Where the text of the batch may be cut, by its index alone. */
    public Cuts cuts() {
        frames = tail().frames();
        Cuts cuts = new Cuts();
        frames.forEach(it -> cuts.add(it.firstId(), it.plain()));
        return cuts;
    }

    /**
     * Reads all of it and checks what there is to check: beside what a cursor without bounds does, that the filter knows every id. The file is
     * read in two goes, its tail, and then its data from the beginning to the end.
     *
     * @param each gets the entries in their order, before their number was found to be right
     */
    public void check(Consumer<Entry> each) {
        Tail tail = tail();
        frames = tail.frames();
        try (EntryCursor all = cursor(null, null)) {
            for (Entry entry = all.next(); entry != null; entry = all.next()) {
                if (!tail.filter().mayContain(entry.id())) {
                    throw Damage.at(where, "its filter says that " + entry.idText() + " is not in it");
                }
                each.accept(entry);
            }
        }
    }

    /**
     * The entry with this id, if there is one: read from a single data frame, and from none if the manifest's ids or the filter
     * tell that it is not there.
     */
    public Optional<Entry> find(byte[] id) {
        if (DocumentIds.ORDER.compare(id, DocumentIds.utf8(batch.firstId())) < 0
                || DocumentIds.ORDER.compare(id, DocumentIds.utf8(batch.lastId())) > 0) {
            return Optional.empty();
        }
        if (filter == null) {
            Tail tail = tail();
            frames = tail.frames();
            filter = tail.filter();
        }
        if (!filter.mayContain(id)) {
            return Optional.empty();
        }
        try (EntryCursor only = cursor(id, IdRanges.successor(id))) {
            return Optional.ofNullable(only.next());
        }
    }

    @Override
    public void close() {
        file.close();
    }

    private Tail tail() {
        long data = batch.size() - batch.tail();
        if (batch.tail() <= 0 || batch.tail() > Frames.LIMIT || data <= 0) {
            throw Damage.at(where, "the manifest says its tail has " + batch.tail() + " of " + batch.size() + " bytes");
        }
        Tail tail = Tail.parse(BatchCursor.read(file, data, (int) batch.tail(), where), data, where);
        if (!Arrays.equals(tail.frames().get(0).firstId(), DocumentIds.utf8(batch.firstId()))) {
            throw Damage.at(where, "its first id is not the one that the manifest tells");
        }
        return tail;
    }
}
