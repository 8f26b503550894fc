package io.camelback.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.archive.IdRanges.Range;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Ranges to be merged side by side: together they are all ids, and none has much more to do than its share. */
class CutsPropertiesTest {

    record Place(String id, int bytes) {
    }

    /** Few ids, so that segments begin at the same ones. */
    @Provide
    Arbitrary<List<Place>> places() {
        Arbitrary<String> ids = Arbitraries.strings().withChars('a', 'b', 'z').ofMinLength(1).ofMaxLength(3);
        return Combinators.combine(ids, Arbitraries.integers().between(1, 1_000)).as(Place::new).list().ofMaxSize(40);
    }

    /** For each range the ids where it may be cut, with what there is from each on. */
    private static List<List<Integer>> loads(List<Place> places, List<Range> ranges) {
        Map<String, Integer> sums = new TreeMap<>();
        places.forEach(it -> sums.merge(it.id(), it.bytes(), Integer::sum));
        List<List<Integer>> loads = new ArrayList<>();
        ranges.forEach(range -> loads.add(sums.entrySet().stream().filter(it -> IdRanges.of(List.of(range)).contains(utf8(it.getKey())))
                .map(Map.Entry::getValue).toList()));
        return loads;
    }

    private static int sum(List<Integer> load) {
        return load.stream().mapToInt(Integer::intValue).sum();
    }

    private static List<Range> ranges(List<Place> places, int count) {
        Cuts here = new Cuts();
        Cuts there = new Cuts();
        places.forEach(it -> (it.bytes() % 2 == 0 ? here : there).add(utf8(it.id()), it.bytes()));
        here.addAll(there);
        return here.ranges(count).stream().map(it -> {
            assertThat(it.ranges()).as("a range in one piece").hasSize(1);
            return it.ranges().get(0);
        }).toList();
    }

    @Property(tries = 500)
    void theyFollowEachOtherFromTheFirstIdToTheLast(@ForAll("places") List<Place> places, @ForAll @IntRange(min = 1, max = 6) int count) {
        List<Range> ranges = ranges(places, count);

        assertThat(ranges).hasSizeBetween(1, count);
        assertThat(ranges.get(0).from()).isEmpty();
        assertThat(ranges.get(ranges.size() - 1).to()).isNull();
        for (int i = 1; i < ranges.size(); i++) {
            assertThat(ranges.get(i).from()).isEqualTo(ranges.get(i - 1).to());
        }
        assertThat(loads(places, ranges).stream().mapToInt(CutsPropertiesTest::sum).sum()).isEqualTo(places.stream().mapToInt(Place::bytes).sum());
    }

    @Property(tries = 500)
    void noneHasMoreThanItsShareAndWhatCannotBeCut(@ForAll("places") List<Place> places, @ForAll @IntRange(min = 1, max = 6) int count) {
        double share = (double) places.stream().mapToInt(Place::bytes).sum() / count;
        assertThat(loads(places, ranges(places, count))).allSatisfy(load -> {
            int largest = load.stream().mapToInt(Integer::intValue).max().orElse(0);
            assertThat((double) sum(load)).isLessThanOrEqualTo(share + largest);
        });
    }

    @Property(tries = 200)
    void equalPlacesAreSharedOutEqually(@ForAll @IntRange(min = 1, max = 50) int number, @ForAll @IntRange(min = 1, max = 6) int count) {
        List<Place> places = IntStream.range(0, number).mapToObj(i -> new Place("%02d".formatted(i), 100)).toList();
        List<List<Integer>> loads = loads(places, ranges(places, count));

        assertThat(loads).hasSize(Math.min(count, number)).allSatisfy(it -> assertThat(it.size()).isBetween(number / count, number / count + 1));
    }

    private static byte[] utf8(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }
}
