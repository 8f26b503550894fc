package io.camelback.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.archive.Entry;
import io.camelback.catalog.Archives;
import io.camelback.couchdb.BulkDocs.Refused;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HeadwayTest {

    private long nanos;
    private final Headway headway = new Headway(Written.NOTHING, () -> nanos);

    @Property(tries = 200)
    void whatIsWrittenEndsBeforeTheFirstPageThatHasNotEnded(@ForAll @IntRange(min = 1, max = 40) int pages, @ForAll long seed) {
        Headway any = new Headway(new Written(Optional.of("before"), 5, 2, 7, List.of()), () -> 0);
        List<Long> open = LongStream.range(0, pages).map(it -> any.begin()).boxed().collect(Collectors.toList());
        Collections.shuffle(open, new Random(seed));
        while (!open.isEmpty()) {
            long ended = open.remove(0);
            any.end(ended, List.of(document(ended)), List.of());
            long first = open.stream().mapToLong(it -> it).min().orElse(pages);
            assertThat(any.written()).isEqualTo(new Written(Optional.of(first == 0 ? "before" : "d" + (first - 1)), 5 + first, 2, 7 + first, List.of()));
        }
    }

    @Test
    void itIsNotedAfterSomePagesAndByOneAtATime() {
        end(15);
        assertThat(headway.due()).isEmpty();
        end(1);
        assertThat(headway.due().orElseThrow().after()).hasValue("d15");
        end(40);
        assertThat(headway.due()).as("another is at it").isEmpty();
        headway.noted();
        assertThat(headway.due().orElseThrow().documents()).isEqualTo(56);
        headway.noted();
        assertThat(headway.due()).isEmpty();
    }

    @Test
    void aSlowRestoreIsNotedAfterSomeSecondsIfItHasComeOn() {
        nanos = TimeUnit.SECONDS.toNanos(6);
        assertThat(headway.due()).isEmpty();
        end(1);
        assertThat(headway.due()).isPresent();
        headway.noted();
        nanos += TimeUnit.SECONDS.toNanos(4);
        end(1);
        assertThat(headway.due()).isEmpty();
    }

    @Test
    void whatWasRefusedIsNotedUnlessItIsTooMuch() {
        end(16, List.of(new Refused("a", "too large")));
        assertThat(headway.due().orElseThrow().refused()).hasSize(16);
        headway.noted();
        end(100, List.of(new Refused("a", "too large")));
        assertThat(headway.due()).isEmpty();
        assertThat(headway.written().refused()).hasSize(116);
    }

    private void end(int pages) {
        end(pages, List.of());
    }

    private void end(int pages, List<Refused> refused) {
        for (int i = 0; i < pages; i++) {
            long number = headway.begin();
            headway.end(number, List.of(document(number)), refused);
        }
    }

    private static Entry document(long number) {
        return Archives.document("d" + number, "x");
    }
}
