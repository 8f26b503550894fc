package io.camelback.archive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where what several segments hold may be cut into ranges of ids, so that each is about as much text. Every range can be merged by itself,
 * for of each id all entries are in one and the same.
 */
public final class Cuts {

    private record Place(byte[] id, long bytes) {
    }

    private final List<Place> places = new ArrayList<>();

    /** So many bytes of text begin at this id. How far they reach isn't asked, so they had better be few. */
    public void add(byte[] id, long bytes) {
        places.add(new Place(id, bytes));
    }

    public void addAll(Cuts other) {
        places.addAll(other.places);
    }

    /**
     * All ids there can be, in ranges that follow each other.
     *
     * @param count 1 or more: so many ranges if there are enough places to cut at, else fewer
     */
    public List<IdRanges> ranges(int count) {
        places.sort(Comparator.comparing(Place::id, DocumentIds.ORDER));
        double share = (double) places.stream().mapToLong(Place::bytes).sum() / count;
        List<IdRanges> ranges = new ArrayList<>();
        byte[] from = null;
        byte[] last = null;
        long before = 0;
        for (Place place : places) {
            boolean isFirstOfItsId = last != null && DocumentIds.ORDER.compare(last, place.id()) < 0;
            if (isFirstOfItsId && ranges.size() < count - 1 && before >= share * (ranges.size() + 1)) {
                ranges.add(IdRanges.ALL.within(from, place.id()));
                from = place.id();
            }
            last = place.id();
            before += place.bytes();
        }
        ranges.add(IdRanges.ALL.within(from, null));
        return ranges;
    }
}
