package io.camelback.couchdb;

import static io.camelback.couchdb.VirtualTime.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What is let through, whenever it is asked for. */
class PacePropertiesTest {

    /** Somebody comes so long after the one before, and takes so many. */
    record Taker(long later, int units) {
    }

    private record Taken(long at, int units) {
    }

    @Provide
    Arbitrary<List<Taker>> takers() {
        Arbitrary<Long> later = Arbitraries.frequencyOf(Tuple.of(5, Arbitraries.just(0L)),
                Tuple.of(3, Arbitraries.longs().between(0, SECOND / 2)), Tuple.of(1, Arbitraries.longs().between(0, 20 * SECOND)));
        return Combinators.combine(later, Arbitraries.integers().between(1, 200)).as(Taker::new).list().ofMinSize(2).ofMaxSize(60);
    }

    private static List<Taken> taken(Pace pace, List<Taker> takers) {
        List<Taken> taken = new ArrayList<>();
        long arrival = 0;
        for (Taker taker : takers) {
            arrival += taker.later();
            long at = arrival + pace.left(arrival);
            pace.take(at, taker.units());
            taken.add(new Taken(at, taker.units()));
        }
        return taken;
    }

    @Property(tries = 300)
    void noTimeSeesMoreThanTheRateTheBurstAndTheLastTaker(@ForAll("takers") List<Taker> takers, @ForAll @DoubleRange(min = 0.5, max = 5000) double rate,
            @ForAll boolean saving) {
        long burst = saving ? SECOND : 0;
        List<Taken> taken = taken(new Pace(OptionalDouble.of(rate), burst), takers);

        for (int first = 0; first < taken.size(); first++) {
            long units = 0;
            for (int last = first; last < taken.size(); last++) {
                double seconds = (taken.get(last).at() - taken.get(first).at() + burst) / 1e9;
                assertThat((double) units).as("before the last of %d to %d", first, last).isLessThanOrEqualTo(seconds * rate + 1e-3);
                units += taken.get(last).units();
            }
        }
    }

    @Property(tries = 100)
    void whoeverComesFirstGoesFirst(@ForAll("takers") List<Taker> takers, @ForAll @DoubleRange(min = 0.5, max = 5000) double rate) {
        assertThat(taken(new Pace(OptionalDouble.of(rate), 0), takers)).extracting(Taken::at).isSorted();
    }

    @Property(tries = 100)
    void nothingIsLostWhileSomebodyWaits(@ForAll @Size(min = 2, max = 50) List<@IntRange(min = 1, max = 200) Integer> units,
            @ForAll @DoubleRange(min = 0.5, max = 5000) double rate) {
        List<Taken> taken = taken(new Pace(OptionalDouble.of(rate), 0), units.stream().map(it -> new Taker(0, it)).toList());

        long before = units.subList(0, units.size() - 1).stream().mapToInt(it -> it).sum();
        assertThat(taken.get(taken.size() - 1).at() - taken.get(0).at()).isCloseTo(Math.round(before / rate * 1e9), within((long) units.size()));
    }

    @Property(tries = 100)
    void whatIsNotLimitedNeverWaits(@ForAll("takers") List<Taker> takers) {
        Pace pace = new Pace(OptionalDouble.empty(), 0);

        assertThat(takers).allSatisfy(it -> {
            assertThat(pace.left(it.later())).isZero();
            pace.take(it.later(), it.units());
        });
    }
}
