package io.camelback.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PatienceTest {

    /** Does not come back before the task has begun: on a busy machine that may take longer than the test has patience. */
    private final ExecutorService threads = new ThreadPoolExecutor(0, 10, 1, TimeUnit.MINUTES, new SynchronousQueue<>()) {
        @Override
        public Future<?> submit(Runnable task) {
            CountDownLatch begun = new CountDownLatch(1);
            Future<?> running = super.submit(() -> {
                begun.countDown();
                task.run();
            });
            try {
                begun.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return running;
        }
    };

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private void await(Duration least, long bytes, Runnable put) {
        new Patience(least, threads).await("nas", "orders/x", bytes, put);
    }

    @Test
    void aPutThatTakesForEverIsGivenUp() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Failure failure = catchThrowableOfType(Failure.class, () -> await(Duration.ofMillis(1), 7, () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        }));
        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure).hasMessageStartingWith("nas did not take the 7 bytes of orders/x within 0 s. ").hasMessageContaining("camelback.patience");
        interrupted.await();
    }

    @Test
    void aLargeFileHasMoreTime() {
        CountDownLatch given = new CountDownLatch(1);
        threads.submit(given::countDown);
        await(Duration.ZERO, 64L * 1024 * 1000, () -> {
            try {
                given.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aPutThatFailsFailsForItsOwnReason() {
        Failure denied = Failure.destination(Reason.DENIED, "no");
        assertThatThrownBy(() -> await(Duration.ofMinutes(1), 0, () -> {
            throw denied;
        })).isSameAs(denied);
        assertThatThrownBy(() -> await(Duration.ofMinutes(1), 0, () -> {
            throw new OutOfMemoryError();
        })).isInstanceOf(OutOfMemoryError.class);
    }
}
