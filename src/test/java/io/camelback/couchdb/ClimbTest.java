package io.camelback.couchdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClimbTest {

    private static final int PAGE = 500_000;

    private final Climb climb = new Climb(64);
    private long nanos;

    /** Answers of a server for so long, which delivers so many bytes a second when so many requests are under way; this many are wanted. */
    private int serve(int seconds, int wanted, IntToDoubleFunction rate) {
        for (long end = nanos + seconds * 1_000_000_000L; nanos < end;) {
            int running = Math.min(wanted, climb.limit());
            nanos += (long) (PAGE / rate.applyAsDouble(running) * 1e9);
            climb.answered(PAGE, wanted, nanos);
        }
        return climb.limit();
    }

    private static IntToDoubleFunction upTo(int most) {
        return running -> 5e6 * Math.min(running, most);
    }

    @Property(tries = 15)
    void itComesToWhatTheServerCanDoAtATime(@ForAll @IntRange(min = 1, max = 20) int most) {
        assertThat(new ClimbTest().serve(200, 64, upTo(most))).isBetween(most - 1, most + 1);
    }

    @Test
    void itFollowsAServerThatCanDoMoreOrLessThanBefore() {
        serve(300, 64, upTo(12));
        assertThat(serve(200, 64, upTo(3))).isBetween(2, 4);
        assertThat(serve(200, 64, upTo(20))).isBetween(18, 21);
    }

    @Test
    void whereOneMoreTakesAwayFromTheOthersThereAreFewer() {
        assertThat(serve(300, 64, running -> 20e6 / (running + 3))).isBetween(1, 2);
    }

    @Test
    void nothingIsTriedThatNobodyWants() {
        assertThat(serve(300, 4, upTo(64))).isEqualTo(4);
        assertThat(serve(300, 2, upTo(64))).isLessThanOrEqualTo(4);
    }

    @Test
    void anOverloadedServerIsLeftAloneForAWhile() {
        assertThat(serve(100, 64, upTo(16))).isBetween(14, 17);
        climb.overloaded();
        int half = climb.limit();
        assertThat(half).isBetween(7, 8);
        assertThat(serve(3, 64, upTo(16))).isLessThanOrEqualTo(half);
        assertThat(serve(200, 64, upTo(16))).isBetween(14, 17);
    }
}
