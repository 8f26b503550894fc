package io.camelback.archive;

import static io.camelback.archive.Samples.all;
import static io.camelback.archive.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadAheadTest {

    private static final int MEGABYTE = 1 << 20;

    @AfterEach
    void noThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("read-ahead");
    }

    @Test
    void givesWhatTheCursorGives() {
        List<Entry> entries = IntStream.range(0, 50_000).mapToObj(i -> entry("%05d".formatted(i), "x".repeat(i % 100))).toList();
        ListCursor cursor = new ListCursor(entries);

        try (ReadAhead ahead = new ReadAhead(cursor)) {
            assertThat(all(ahead)).isEqualTo(entries);
        }
        assertThat(cursor.closed).isTrue();
    }

    @Test
    void nothingIsReadAheadOfNothing() {
        try (ReadAhead ahead = new ReadAhead(new ListCursor(List.of()))) {
            assertThat(all(ahead)).isEmpty();
        }
    }

    @Test
    void holdsNoMoreThanItsBound() {
        Endless source = new Endless("x".repeat(MEGABYTE));
        try (ReadAhead ahead = new ReadAhead(source)) {
            for (int taken = 1; taken <= 20; taken++) {
                ahead.next();
                await().until(() -> source.thread.getState() == Thread.State.WAITING);
                assertThat(source.given - taken).isBetween(3L, 4L);
            }
        }
    }

    @Test
    void countsSmallEntriesInFull() {
        Endless source = new Endless("");
        try (ReadAhead ahead = new ReadAhead(source)) {
            ahead.next();
            await().until(() -> source.thread.getState() == Thread.State.WAITING);

            assertThat(source.given).isBetween(4L * MEGABYTE / 400, 4L * MEGABYTE / 200);
        }
    }

    @Test
    void failureOfTheCursorIsThatOfTheReaderAgainAndAgain() {
        Failure damage = Failure.damaged("it is damaged");
        Endless source = new Endless("");
        source.third = () -> {
            throw damage;
        };
        try (ReadAhead ahead = new ReadAhead(source)) {
            assertThatThrownBy(() -> readOn(ahead)).isSameAs(damage);
            assertThatThrownBy(ahead::next).isSameAs(damage);
        }
        assertThat(source.closed).isTrue();
    }

    @Test
    void lackOfMemoryIsToldToo() {
        Endless source = new Endless("");
        source.third = () -> {
            throw new OutOfMemoryError("Java heap space");
        };
        try (ReadAhead ahead = new ReadAhead(source)) {
            assertThatThrownBy(() -> readOn(ahead)).isInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void closingEndsTheThreadThatWaitsForRoomAndTheCursorAfterIt() {
        Endless source = new Endless("x".repeat(MEGABYTE));
        ReadAhead ahead = new ReadAhead(source);
        ahead.next();

        ahead.close();

        assertThat(source.thread.isAlive()).isFalse();
        assertThat(source.closed).isTrue();
        assertThat(ahead.next()).isNull();
        ahead.close();
    }

    @Test
    void closingInterruptsAReadThatTakesLong() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        Endless source = new Endless("x".repeat(MEGABYTE));
        source.third = () -> {
            reading.countDown();
            throw waitForEver();
        };
        ReadAhead ahead = new ReadAhead(source);
        ahead.next();
        reading.await();

        ahead.close();

        assertThat(source.thread.isAlive()).isFalse();
        assertThat(source.closed).isTrue();
    }

    @Test
    void closingEndsEvenWhatIgnoresInterrupts() {
        Endless source = new Endless("") {
            @Override
            public Entry next() {
                Thread.interrupted();
                return super.next();
            }
        };
        ReadAhead ahead = new ReadAhead(source);
        ahead.next();

        ahead.close();

        assertThat(source.thread.isAlive()).isFalse();
    }

    @Test
    void interruptedReaderIsToldSoAndCanStillClose() {
        Endless source = new Endless("");
        source.third = () -> {
            throw waitForEver();
        };
        try (ReadAhead ahead = new ReadAhead(source)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> readOn(ahead))
                    .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.reason()).isEqualTo(Reason.INTERRUPTED));
        }
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(source.closed).isTrue();
    }

    @Test
    void whatWasNeverAskedStartsNoThread() {
        Endless source = new Endless("");
        ReadAhead ahead = new ReadAhead(source);

        ahead.close();

        assertThat(source.thread).isNull();
        assertThat(source.closed).isTrue();
        assertThat(ahead.next()).isNull();
    }

    @Test
    void abandonedMidwayAThousandTimesLeavesNoThread() {
        for (int i = 0; i < 1_000; i++) {
            try (ReadAhead ahead = new ReadAhead(new Endless("x".repeat(1_000)))) {
                for (int j = 0; j < i % 5; j++) {
                    ahead.next();
                }
            }
        }
    }

    private static void readOn(EntryCursor cursor) {
        while (cursor.next() != null) {
            assertThat(cursor).isNotNull();
        }
    }

    private static RuntimeException waitForEver() {
        try {
            new CountDownLatch(1).await();
            return new IllegalStateException();
        } catch (InterruptedException e) {
            return new IllegalStateException(e);
        }
    }

    /** Entries without end, all of the same size; the third may be something special. */
    private static class Endless implements EntryCursor {

        private final String body;
        volatile Supplier<Entry> third;
        volatile long given;
        volatile Thread thread;
        volatile boolean closed;

        Endless(String body) {
            this.body = body;
        }

        @Override
        public Entry next() {
            assertThat(closed).isFalse();
            thread = Thread.currentThread();
            if (given == 2 && third != null) {
                return third.get();
            }
            return entry("%09d".formatted(++given), body);
        }

        @Override
        public void close() {
            assertThat(thread == null || !thread.isAlive()).as("nobody reads it any more").isTrue();
            closed = true;
        }
    }
}
