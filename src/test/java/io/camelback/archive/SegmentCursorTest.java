package io.camelback.archive;

import static io.camelback.archive.Samples.all;
import static io.camelback.archive.Samples.entry;
import static io.camelback.archive.Samples.utf8;
import static io.camelback.archive.Samples.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.archive.Samples.InMemory;
import io.camelback.archive.Samples.Written;
import io.camelback.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentCursorTest {

    private final List<Written> written = List.of(
            write(List.of(entry("a", "1"), entry("b", "2"))),
            write(List.of(entry("c", "3"))),
            write(List.of(entry("d", "4"), entry("f", "5"))));
    private final Segment segment = new Segment(written.stream().map(Written::batch).toList());
    private final List<InMemory> opened = new ArrayList<>();

    @Test
    void allBatchesFollowEachOther() {
        assertThat(all(cursor(null, null))).extracting(Entry::idText).containsExactly("a", "b", "c", "d", "f");
    }

    @Test
    void oneBatchIsOpenAtATime() {
        SegmentCursor cursor = cursor(null, null);
        assertThat(opened).isEmpty();

        cursor.next();
        cursor.next();
        assertThat(opened).extracting(file -> file.closed).containsExactly(false);
        cursor.next();
        assertThat(opened).extracting(file -> file.closed).containsExactly(true, false);

        cursor.close();
        assertThat(opened).extracting(file -> file.closed).containsExactly(true, true);
        assertThat(cursor.next()).isNull();
    }

    @Test
    void batchesOutsideTheRangeAreNotOpened() {
        assertThat(all(cursor("b", "d"))).extracting(Entry::idText).containsExactly("b", "c");
        assertThat(opened).hasSize(2);

        assertThat(all(cursor("e", "f"))).isEmpty();
        assertThat(all(cursor("g", null))).isEmpty();
        assertThat(all(cursor(null, "a"))).isEmpty();
        assertThat(opened).hasSize(3);
    }

    @Test
    void ofSeveralRangesEachIsReadAndABatchIsOpenedOnce() {
        assertThat(all(cursor("a", "b*", "f", "g", "x*"))).extracting(Entry::idText).containsExactly("a", "b", "f");
        assertThat(opened).hasSize(2).allMatch(file -> file.closed);
        assertThat(all(cursor("aa", "ab", "g*"))).isEmpty();
        assertThat(all(cursor(new String[] {"*"}))).hasSize(5);
    }

    @Test
    void failureNamesTheBatchFile() {
        byte[] damaged = written.get(1).file().clone();
        damaged[20] ^= 1;
        SegmentCursor cursor = new SegmentCursor(new Segment(List.of(written.get(1).batch())), batch -> new InMemory(damaged),
                "gold/x", null, null);

        assertThatThrownBy(cursor::next).isInstanceOf(Failure.class)
                .hasMessageStartingWith("gold/x/" + written.get(1).batch().file() + " is damaged: ");
    }

    private SegmentCursor cursor(String from, String to) {
        return new SegmentCursor(segment, this::open, "gold/x", from == null ? null : utf8(from), to == null ? null : utf8(to));
    }

    private SegmentCursor cursor(String... patterns) {
        return new SegmentCursor(segment, this::open, "gold/x", Selection.of(List.of(patterns)).ids());
    }

    private InMemory open(Batch batch) {
        opened.add(new InMemory(written.get(segment.batches().indexOf(batch)).file()));
        return opened.get(opened.size() - 1);
    }
}
