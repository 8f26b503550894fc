package io.camelback.archive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A set of document ids: ranges that are sorted, and apart from each other. */
public final class IdRanges {

    /**
     * @param from the least id, inclusive; empty for the beginning
     * @param to the id to stop before; null for no end
     */
    public record Range(byte[] from, byte[] to) {

        /** One id alone. */
        public static Range only(byte[] id) {
            return new Range(id, successor(id));
        }

        /** All ids that begin so. No byte of UTF-8 is the greatest that there is, so the last one can be raised. */
        public static Range ofPrefix(byte[] prefix) {
            if (prefix.length == 0) {
                return new Range(prefix, null);
            }
            byte[] to = prefix.clone();
            to[to.length - 1]++;
            return new Range(prefix, to);
        }

        private boolean isEmpty() {
            return to != null && DocumentIds.ORDER.compare(from, to) >= 0;
        }

        private boolean endsAfter(byte[] id) {
            return to == null || DocumentIds.ORDER.compare(id, to) < 0;
        }
    }

    public static final IdRanges ALL = new IdRanges(List.of(new Range(new byte[0], null)));

    private static final Comparator<byte[]> ENDS = Comparator.nullsLast(DocumentIds.ORDER);

    private final List<Range> ranges;

    private IdRanges(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /** All ids that are in any of these. */
    public static IdRanges of(List<Range> ranges) {
        List<Range> merged = new ArrayList<>();
        ranges.stream().filter(it -> !it.isEmpty()).sorted(Comparator.comparing(Range::from, DocumentIds.ORDER)).forEach(next -> {
            Range last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && (last.to == null || DocumentIds.ORDER.compare(next.from, last.to) <= 0)) {
                merged.set(merged.size() - 1, new Range(last.from, ENDS.compare(last.to, next.to) < 0 ? next.to : last.to));
            } else {
                merged.add(next);
            }
        });
        return new IdRanges(merged);
    }

    /** The least id that is greater. */
    public static byte[] successor(byte[] id) {
        return Arrays.copyOf(id, id.length + 1);
    }

    /** In ascending order; none is empty, and none begins where the one before it ends. */
    public List<Range> ranges() {
        return ranges;
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    public boolean contains(byte[] id) {
        int first = firstThatEndsAfter(id);
        return first < ranges.size() && DocumentIds.ORDER.compare(ranges.get(first).from, id) <= 0;
    }

    /**
     * Those ids of it that lie between two.
     *
     * @param from the smallest, inclusive, null for no bound
     * @param to the largest, exclusive, null for no bound
     */
    public IdRanges within(byte[] from, byte[] to) {
        List<Range> parts = new ArrayList<>();
        for (int i = from == null ? 0 : firstThatEndsAfter(from); i < ranges.size(); i++) {
            Range range = ranges.get(i);
            Range part = new Range(from != null && DocumentIds.ORDER.compare(range.from, from) < 0 ? from : range.from,
                    ENDS.compare(range.to, to) > 0 ? to : range.to);
            if (part.isEmpty()) {
                break;
            }
            parts.add(part);
        }
        return new IdRanges(parts);
    }

    private int firstThatEndsAfter(byte[] id) {
        int low = 0;
        int high = ranges.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ranges.get(middle).endsAfter(id)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Whether both are the same ids. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof IdRanges that) || ranges.size() != that.ranges.size()) {
            return false;
        }
        for (int i = 0; i < ranges.size(); i++) {
            if (!Arrays.equals(ranges.get(i).from, that.ranges.get(i).from) || !Arrays.equals(ranges.get(i).to, that.ranges.get(i).to)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return ranges.stream().mapToInt(it -> 31 * Arrays.hashCode(it.from) + Arrays.hashCode(it.to)).reduce(1, (a, b) -> 31 * a + b);
    }
}
