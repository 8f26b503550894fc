package io.camelback.archive;

import java.util.Arrays;
import java.util.List;

/** Walks through the frames of one batch file that can hold ids of a range. */
final class BatchCursor implements EntryCursor {

    private static final byte[] NOTHING = {};

    private final RangeReader file;
    private final Batch batch;
    private final String where;
    private final List<Frame> frames;
    private final byte[] from;
    private final byte[] to;
    private final Tally tally = new Tally();

    /** The frame that is read from, its text until all of it is read, and how far that is. */
    private int current;
    private byte[] plain = NOTHING;
    private int position;
    private int lines;
    private byte[] previous;
    private boolean ended;

    BatchCursor(RangeReader file, Batch batch, String where, List<Frame> frames, byte[] from, byte[] to) {
        this.file = file;
        this.batch = batch;
        this.where = where;
        this.frames = frames;
        this.from = from;
        this.to = to;
        this.current = (from == null ? 0 : frameOf(from)) - 1;
    }

    @Override
    public Entry next() {
        while (!ended) {
            if (position == plain.length) {
                nextFrame();
                continue;
            }
            Entry entry = nextLine();
            if (to != null && DocumentIds.ORDER.compare(entry.id(), to) >= 0) {
                close();
            } else if (from == null || DocumentIds.ORDER.compare(entry.id(), from) >= 0) {
                return entry;
            }
        }
        return null;
    }

    @Override
    public void close() {
        ended = true;
        letGo();
    }

    /** {@link RangeReader#read} that takes nobody's word for the length. */
    static byte[] read(RangeReader file, long offset, int length, String where) {
        byte[] bytes = file.read(offset, length);
        if (bytes.length != length) {
            throw Damage.at(where, "it ends before byte " + (offset + length));
        }
        return bytes;
    }

    /** The last frame whose first id is not greater; the first if all are. */
    private int frameOf(byte[] id) {
        int low = 0;
        int high = frames.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (DocumentIds.ORDER.compare(frames.get(middle).firstId(), id) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private void nextFrame() {
        if (previous != null && lines != frames.get(current).lines()) {
            throw Damage.at(where, "a frame has " + lines + " lines, and " + frames.get(current).lines() + " by the index");
        }
        current++;
        if (current == frames.size()) {
            checkEnd();
            close();
            return;
        }
        Frame frame = frames.get(current);
        if (to != null && DocumentIds.ORDER.compare(frame.firstId(), to) >= 0) {
            close();
            return;
        }
        plain = Frames.decompress(read(file, frame.offset(), frame.stored(), where), frame.plain(), where);
        lines = 0;
        if (plain[plain.length - 1] != '\n') {
            throw Damage.at(where, "a frame does not end with a line");
        }
    }

    private Entry nextLine() {
        int end = EightBytes.indexOf(plain, '\n', position);
        Entry entry = EntryParser.parse(Arrays.copyOfRange(plain, position, end), where + " is damaged: a line");
        byte[] firstId = frames.get(current).firstId();
        if (position == 0 ? !Arrays.equals(entry.id(), firstId) : DocumentIds.ORDER.compare(previous, entry.id()) >= 0) {
            throw Damage.at(where, "its ids are not in order, or not those of the index");
        }
        if (position == 0 && previous != null && DocumentIds.ORDER.compare(previous, firstId) >= 0) {
            throw Damage.at(where, "the ids of its frames overlap");
        }
        position = end + 1;
        lines++;
        previous = entry.id();
        tally.add(entry);
        if (position == plain.length) {
            letGo();
        }
        return entry;
    }

    /** The text of a frame is not kept while its last entry is used: it may be a single line, and as large as memory allows. */
    private void letGo() {
        plain = NOTHING;
        position = 0;
    }

    private void checkEnd() {
        if (!Arrays.equals(previous, DocumentIds.utf8(batch.lastId()))) {
            throw Damage.at(where, "its last id is not the one that the manifest tells");
        }
        if (from == null && to == null && !tally.matches(batch)) {
            throw Damage.at(where, "it does not hold as much as the manifest counts");
        }
    }
}
