package io.camelback.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import io.camelback.catalog.Archives;
import io.camelback.failure.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WritePagesTest {

    private static final int LARGE = 1024 * 1024;

    private final Restoration restoration = restoration(3);
    private int opened;
    private int closed;

    @Test
    void pagesAreBoundedByNumber() {
        assertThat(sizes(pages(LARGE, documents(1_203)))).containsExactly(500, 500, 203);
    }

    @Test
    void pagesAreBoundedByBytesAndHaveOneDocumentAtLeast() {
        Entry small = Archives.document("a", "x");
        Entry large = Archives.document("b", "x".repeat(1_000));
        assertThat(sizes(pages(2 * small.line().length, cursor(small, small, small, large, small)))).containsExactly(2, 1, 1, 1);
    }

    @Test
    void absentEntriesAreNotWrittenAndNoPageIsEmpty() {
        Entry absent = Entry.absent(Archives.document("a", "").id());
        assertThat(sizes(pages(LARGE, cursor(absent), cursor(), documents(2), cursor(absent), documents(1)))).containsExactly(3);
        assertThat(sizes(pages(LARGE, cursor(absent)))).isEmpty();
        assertThat(opened).isEqualTo(closed).isEqualTo(6);
    }

    @Test
    void theEndIsTheEnd() {
        WritePages pages = pages(LARGE, documents(1));
        pages.next();
        assertThat(pages.hasNext()).isFalse();
        assertThatThrownBy(pages::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void whatFailsInReadingIsNotedAndEndsThePages() {
        WritePages pages = pages(LARGE, documents(501), cursor(() -> {
            throw Failure.damaged("it is damaged");
        }));
        assertThat(sizes(pages)).containsExactly(500, 1);
        assertThatThrownBy(restoration::check).hasMessage("it is damaged");
        assertThat(opened).isEqualTo(closed).isEqualTo(2);
    }

    @Test
    void lackOfMemoryEndsThePagesToo() {
        WritePages pages = pages(LARGE, cursor(() -> {
            throw new OutOfMemoryError();
        }));
        assertThat(pages.hasNext()).isFalse();
        assertThatThrownBy(restoration::check).hasCauseInstanceOf(OutOfMemoryError.class);
    }

    /** Camel takes a page that it was promised for one that is under way. */
    @Test
    void aPageThatWasPromisedIsGivenWhateverFailsMeanwhile() {
        WritePages pages = pages(LARGE, documents(1_500));
        pages.next();
        assertThat(pages.hasNext()).isTrue();
        restoration.failed(new IllegalStateException());
        assertThat(pages.hasNext()).isTrue();
        assertThat(pages.next()).isNotNull();
        assertThat(pages.hasNext()).isFalse();
        assertThat(opened).isEqualTo(closed).isOne();
    }

    @Test
    void noMorePagesAreUnderWayThanMayBeAndAsManyAsMay() throws InterruptedException {
        WritePages pages = pages(1, documents(400));
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(3);
        ExecutorService writers = Executors.newCachedThreadPool();
        while (pages.hasNext()) {
            pages.next();
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            writers.submit(() -> {
                all.countDown();
                all.await();
                underWay.decrementAndGet();
                restoration.endPage();
                return null;
            });
        }
        writers.shutdown();
        assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(3);
    }

    private static Restoration restoration(int parallel) {
        RestoreNote note = new RestoreNote("orders", Instant.EPOCH, "lineage", List.of(), true, List.of(), Written.NOTHING, false);
        return new Restoration(null, note, null, null, null, null, Optional.empty(), parallel);
    }

    @SafeVarargs
    private final WritePages pages(int mostBytes, Supplier<EntryCursor>... sources) {
        return new WritePages(restoration, mostBytes, List.of(sources));
    }

    /** Of each page; it is written at once. */
    private List<Integer> sizes(WritePages pages) {
        List<Integer> sizes = new ArrayList<>();
        while (pages.hasNext()) {
            WritePage page = pages.next();
            sizes.add(page.entries().size());
            page.restoration().endPage();
        }
        return sizes;
    }

    private Supplier<EntryCursor> documents(int count) {
        return cursor(IntStream.range(0, count).mapToObj(it -> Archives.document("d" + it, "x")).toArray(Entry[]::new));
    }

    private Supplier<EntryCursor> cursor(Entry... entries) {
        Iterator<Entry> all = List.of(entries).iterator();
        return cursor(() -> all.hasNext() ? all.next() : null);
    }

    private Supplier<EntryCursor> cursor(Supplier<Entry> next) {
        return () -> {
            opened++;
            return new EntryCursor() {
                @Override
                public Entry next() {
                    return next.get();
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        };
    }
}
