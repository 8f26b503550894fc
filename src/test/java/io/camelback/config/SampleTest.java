package io.camelback.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {

    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    @Test
    void itIsSoManyInTheirOrderAndOneAtLeast() {
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            assertThat(Sample.parse("5%").of(HUNDRED, random)).hasSize(5).isSorted();
            assertThat(Sample.parse("0.1%").of(HUNDRED, random)).hasSize(1);
        }
        assertThat(Sample.parse("100%").of(HUNDRED, random)).isEqualTo(HUNDRED);
        assertThat(Sample.parse("5%").of(List.of(), random)).isEmpty();
    }

    @Test
    void eachIsAsLikelyAsAnyOther() {
        Random random = new Random(1);
        int[] drawn = new int[100];
        for (int i = 0; i < 10_000; i++) {
            Sample.parse("10%").of(HUNDRED, random).forEach(it -> drawn[it]++);
        }
        assertThat(IntStream.of(drawn)).allMatch(it -> it > 800 && it < 1200);
    }
}
