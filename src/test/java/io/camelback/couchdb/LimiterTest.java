package io.camelback.couchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.StopSignal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LimiterTest {

    private static final long MILLI = 1_000_000;

    /** What the clock says, one look after the other; the last for ever. */
    private final Deque<Long> clock = new ArrayDeque<>();
    private final AtomicInteger looks = new AtomicInteger();

    private final StopSignal stop = new StopSignal();

    private Limiter limiter(int most) {
        return new Limiter(most, new Limiter.Server(() -> {
            looks.incrementAndGet();
            return clock.size() > 1 ? clock.remove() : clock.element();
        }, stop));
    }

    @Test
    void overloadHalvesTheLimitDownToOne() {
        Limiter limiter = new Limiter(9);

        for (int expected : new int[] {2, 1, 1}) {
            limiter.overloaded(0);
            assertThat(limiter.limit()).isEqualTo(expected);
        }
    }

    @Test
    void whatTheServerBearsGoesForAllOfItsConnectionsTogether() throws Exception {
        Limiter.Server server = new Limiter.Server(System::nanoTime, stop);
        List<Limiter> limiters = List.of(new Limiter(1, server), new Limiter(4, server));
        limiters.get(0).overloaded(0);

        assertThat(mostAtATime(limiters, 2)).isEqualTo(2);
        assertThat(limiters).extracting(Limiter::limit).containsExactly(1, 2);
    }

    @Test
    void aConnectionHasNoMoreThanItsOwnMost() throws Exception {
        assertThat(mostAtATime(List.of(new Limiter(3)), 3)).isEqualTo(3);
    }

    @Test
    void nothingPassesUntilThePauseIsOver() {
        clock.addAll(List.of(Long.MAX_VALUE - MILLI, Long.MAX_VALUE - MILLI, Long.MAX_VALUE, Long.MIN_VALUE + 5, Long.MIN_VALUE + 2 * MILLI));
        Limiter limiter = limiter(2);
        limiter.overloaded(2);

        limiter.awaitPause();

        assertThat(clock).as("it looked until the clock, which overflows meanwhile, was there").hasSize(1);
    }

    @Test
    void withoutAPauseNobodyLooksAtTheClock() {
        clock.add(0L);
        Limiter limiter = limiter(2);
        limiter.overloaded(0);
        looks.set(0);

        limiter.awaitPause();

        assertThat(looks).hasValue(0);
    }

    @Test
    void shorterPauseDoesNotEndALongerOne() {
        clock.add(0L);
        Limiter limiter = limiter(2);
        limiter.overloaded(10);
        limiter.overloaded(1);
        clock.clear();
        clock.addAll(List.of(9 * MILLI, 10 * MILLI));

        limiter.awaitPause();

        assertThat(clock).hasSize(1);
    }

    /** Many requests by turns, each of which waits until so many are under way together. */
    private static int mostAtATime(List<Limiter> limiters, int together) throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(together);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> answers = IntStream.range(0, 40).mapToObj(i -> threads.submit(() -> limiters.get(i % limiters.size()).call(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                all.countDown();
                await(all);
                running.decrementAndGet();
                return i;
            }))).toList();
            for (int i = 0; i < 40; i++) {
                assertThat(answers.get(i).get()).isEqualTo(i);
            }
        } finally {
            threads.shutdownNow();
        }
        return most.get();
    }

    @Test
    void requestWithinARequestTakesNoPlace() {
        Limiter limiter = new Limiter(1);

        assertThat(limiter.call(() -> limiter.call(() -> limiter.call(() -> "done")))).isEqualTo("done");
    }

    @Test
    void failedRequestGivesItsPlaceBack() {
        Limiter limiter = new Limiter(1);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> limiter.call(() -> {
                throw new IllegalStateException("x");
            })).hasMessage("x");
        }
    }

    @Test
    void theEndOfTheProcessEndsTheWaitAndWhatIsAskedForThenDoesNotWait() {
        clock.add(0L);
        Limiter limiter = limiter(1);
        limiter.overloaded(60_000);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(limiter::awaitPause);
        while (looks.get() < 2) {
            Thread.onSpinWait();
        }
        stop.stop();

        assertThatThrownBy(waiting::get).cause().isInstanceOfSatisfying(Failure.class, it -> assertThat(it.reason()).isEqualTo(Reason.INTERRUPTED));
        limiter.awaitPause();
    }

    @Test
    void interruptionEndsTheWait() {
        clock.add(0L);
        Limiter limiter = limiter(1);
        limiter.overloaded(60_000);
        Thread.currentThread().interrupt();

        assertThatThrownBy(limiter::awaitPause).isInstanceOfSatisfying(Failure.class,
                it -> assertThat(it.reason()).isEqualTo(Reason.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
