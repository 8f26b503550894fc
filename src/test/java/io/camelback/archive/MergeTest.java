package io.camelback.archive;

import static io.camelback.archive.Samples.absent;
import static io.camelback.archive.Samples.all;
import static io.camelback.archive.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MergeTest {

    @Test
    void newestEntryOfEachIdWinsAndSoDoesAnAbsentOne() {
        List<Entry> newest = List.of(absent("b"), entry("d", "new"));
        List<Entry> oldest = List.of(entry("a", "old"), entry("b", "old"), entry("c", "old"), entry("d", "old"));

        assertThat(merged(List.of(newest, oldest)))
                .containsExactly(entry("a", "old"), absent("b"), entry("c", "old"), entry("d", "new"));
    }

    @Test
    void nothingMergesToNothing() {
        assertThat(merged(List.of())).isEmpty();
        assertThat(merged(List.of(List.of(), List.of()))).isEmpty();
    }

    @Property(tries = 150, seed = "5")
    void mergeIsWhatAMapWouldHold(@ForAll("segments") List<List<Entry>> newestFirst) {
        TreeMap<byte[], Entry> model = new TreeMap<>(DocumentIds.ORDER);
        newestFirst.forEach(segment -> segment.forEach(entry -> model.putIfAbsent(entry.id(), entry)));

        assertThat(merged(newestFirst)).containsExactlyElementsOf(model.values());
    }

    @Property(tries = 150, seed = "6")
    void segmentsMayBeMergedInAnyGrouping(@ForAll("segments") List<List<Entry>> newestFirst,
            @ForAll @IntRange(max = 6) int a, @ForAll @IntRange(max = 6) int b) {
        int from = Math.min(newestFirst.size(), Math.min(a, b));
        int to = Math.min(newestFirst.size(), Math.max(a, b));
        List<List<Entry>> grouped = new ArrayList<>(newestFirst.subList(0, from));
        grouped.add(merged(newestFirst.subList(from, to)));
        grouped.addAll(newestFirst.subList(to, newestFirst.size()));

        assertThat(merged(grouped)).isEqualTo(merged(newestFirst));
    }

    @Test
    void cursorsAreClosedAtTheirEndAndWithTheMerge() {
        ListCursor first = new ListCursor(List.of(entry("a", "")));
        ListCursor second = new ListCursor(List.of(entry("b", ""), entry("c", "")));
        Merge merge = new Merge(List.of(first, second));

        merge.next();
        assertThat(first.closed).isTrue();
        assertThat(second.closed).isFalse();

        merge.close();
        assertThat(second.closed).isTrue();
        assertThat(merge.next()).isNull();
    }

    @Test
    void everyCursorIsClosedEvenIfOneFailsToBe() {
        ListCursor last = new ListCursor(List.of());
        EntryCursor failing = new EntryCursor() {
            @Override
            public Entry next() {
                return null;
            }

            @Override
            public void close() {
                throw new IllegalStateException("stuck");
            }
        };

        assertThatThrownBy(() -> new Merge(List.of(failing, failing, last)).close()).hasMessage("stuck");
        assertThat(last.closed).isTrue();
    }

    @Test
    void cursorThatGoesBackIsRefused() {
        Merge merge = new Merge(List.of(new ListCursor(List.of(entry("b", ""), entry("a", "")))));

        assertThatThrownBy(merge::next).isInstanceOf(IllegalStateException.class)
                .hasMessage("A cursor to be merged went back from b to a");
    }

    @Test
    void hundredCursorsOfBatchFilesMerge() {
        List<EntryCursor> cursors = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            List<Entry> entries = new ArrayList<>();
            for (int j = i; j < 300; j += i % 7 + 1) {
                entries.add(entry("%03d".formatted(j), "from " + i));
            }
            cursors.add(Samples.write(entries, 500).reader().cursor(null, null));
        }

        try (Merge merge = new Merge(cursors)) {
            assertThat(all(merge)).hasSize(300).allSatisfy(e -> assertThat(e).isEqualTo(entry(e.idText(), "from 0")));
        }
    }

    @Provide
    Arbitrary<List<List<Entry>>> segments() {
        return EntryArbitraries.sets(8).list().ofMaxSize(6);
    }

    private static List<Entry> merged(List<List<Entry>> newestFirst) {
        List<EntryCursor> cursors = new ArrayList<>();
        newestFirst.forEach(segment -> cursors.add(new ListCursor(segment)));
        try (Merge merge = new Merge(cursors)) {
            return all(merge);
        }
    }
}
