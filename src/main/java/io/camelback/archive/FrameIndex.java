package io.camelback.archive;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The index of a batch file: where each data frame begins, with which id, and how many lines it has. */
final class FrameIndex {

    static final int TAG = 0x58494243;

    /** One data frame in the index. */
    record Place(byte[] firstId, int lines, long offset) {
    }

    private FrameIndex() {
    }

    static byte[] content(List<Frame> frames) {
        int length = 4;
        for (Frame frame : frames) {
            length += 16 + frame.firstId().length;
        }
        ByteBuffer content = Frames.littleEndian(new byte[length]).putInt(frames.size());
        for (Frame frame : frames) {
            content.putLong(frame.offset()).putInt(frame.lines()).putInt(frame.firstId().length).put(frame.firstId());
        }
        return content.array();
    }

    static List<Place> parse(byte[] content, String where) {
        try {
            ByteBuffer bytes = Frames.littleEndian(content);
            int count = bytes.getInt();
            List<Place> places = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long offset = bytes.getLong();
                int lines = bytes.getInt();
                int length = bytes.getInt();
                if (length < 1 || length > bytes.remaining() || lines < 1) {
                    throw Damage.at(where, "its index makes no sense");
                }
                byte[] firstId = new byte[length];
                bytes.get(firstId);
                places.add(new Place(firstId, lines, offset));
            }
            if (places.isEmpty() || bytes.hasRemaining() || !ascending(places)) {
                throw Damage.at(where, "its index makes no sense");
            }
            return places;
        } catch (BufferUnderflowException e) {
            throw Damage.at(where, "its index is cut off").cause(e);
        }
    }

    private static boolean ascending(List<Place> places) {
        for (int i = 1; i < places.size(); i++) {
            if (DocumentIds.ORDER.compare(places.get(i - 1).firstId(), places.get(i).firstId()) >= 0) {
                return false;
            }
        }
        return true;
    }
}
