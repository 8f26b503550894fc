package io.camelback.archive;

import io.camelback.archive.SeekTable.Size;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What follows the data of a batch file: the frames of index, filter and seek table, each told by its magic number. */
record Tail(List<Frame> frames, BloomFilter filter) {

    byte[] bytes() {
        byte[] index = Frames.seal(Frames.INDEX, FrameIndex.TAG, FrameIndex.content(frames));
        byte[] bits = Frames.seal(Frames.FILTER, BloomFilter.TAG, filter.content());
        List<Size> sizes = new ArrayList<>(frames.size() + 2);
        for (Frame frame : frames) {
            sizes.add(new Size(frame.stored(), frame.plain()));
        }
        sizes.add(new Size(index.length, 0));
        sizes.add(new Size(bits.length, 0));
        byte[] seekTable = SeekTable.frame(sizes);
        return ByteBuffer.allocate(index.length + bits.length + seekTable.length).put(index).put(bits).put(seekTable).array();
    }

    /**
     * Reads the tail and checks its parts against each other.
     *
     * @param data the length of what comes before it in the file
     */
    static Tail parse(byte[] tail, long data, String where) {
        byte[] index = null;
        byte[] filter = null;
        byte[] seekTable = null;
        List<Size> skippable = new ArrayList<>();
        ByteBuffer bytes = Frames.littleEndian(tail);
        while (bytes.hasRemaining()) {
            int start = bytes.position();
            int magic = bytes.remaining() < Frames.SKIPPABLE_HEADER ? 0 : bytes.getInt();
            int length = magic == 0 ? 0 : bytes.getInt();
            if (!Frames.isSkippable(magic) || length < 0 || length > bytes.remaining() || seekTable != null) {
                throw Damage.at(where, "index, filter and seek table do not follow each other at its end");
            }
            byte[] payload = new byte[length];
            bytes.get(payload);
            switch (magic) {
                case Frames.INDEX -> index = payload;
                case Frames.FILTER -> filter = payload;
                case Frames.SEEK_TABLE -> seekTable = payload;
                default -> { }
            }
            if (seekTable == null) {
                skippable.add(new Size(bytes.position() - start, 0));
            }
        }
        if (index == null || filter == null || seekTable == null) {
            throw Damage.at(where, "index, filter or seek table is missing at its end");
        }
        List<Frame> frames = join(FrameIndex.parse(Frames.unseal(index, FrameIndex.TAG, "index", where), where),
                SeekTable.parse(seekTable, where), skippable, data, where);
        return new Tail(frames, BloomFilter.parse(Frames.unseal(filter, BloomFilter.TAG, "filter", where), where));
    }

    private static List<Frame> join(List<FrameIndex.Place> index, List<Size> sizes, List<Size> skippable, long data,
            String where) {
        int count = index.size();
        if (sizes.size() < count || !sizes.subList(count, sizes.size()).equals(skippable)) {
            throw Damage.at(where, "its seek table does not list its frames");
        }
        List<Frame> frames = new ArrayList<>(count);
        long offset = 0;
        for (int i = 0; i < count; i++) {
            FrameIndex.Place place = index.get(i);
            Size size = sizes.get(i);
            if (place.offset() != offset || size.stored() <= 0 || size.plain() <= 0 || size.plain() > Frames.LIMIT) {
                throw Damage.at(where, "index and seek table contradict each other");
            }
            frames.add(new Frame(place.firstId(), place.lines(), offset, size.stored(), size.plain()));
            offset += size.stored();
        }
        if (offset != data) {
            throw Damage.at(where, "its data is not as long as its seek table says");
        }
        return frames;
    }
}
