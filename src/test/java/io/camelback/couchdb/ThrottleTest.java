package io.camelback.couchdb;

import static io.camelback.couchdb.VirtualTime.MILLI;
import static io.camelback.couchdb.VirtualTime.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThrottleTest {

    private final VirtualTime time = new VirtualTime();

    @Test
    void requestsAreSentEvenlyAndIdleTimeIsNotSavedUp() {
        Throttle throttle = time.throttle(VirtualTime.requests(4));

        throttle.awaitTurn(0);
        throttle.awaitTurn(0);
        time.pass(100 * MILLI);
        throttle.awaitTurn(0);
        time.pass(60 * SECOND);
        throttle.awaitTurn(0);
        throttle.awaitTurn(0);

        assertThat(time.waits).containsExactly(250 * MILLI, 150 * MILLI, 250 * MILLI);
    }

    @Test
    void lessThanOneASecondIsALimitToo() {
        Throttle throttle = time.throttle(VirtualTime.requests(0.5));

        throttle.awaitTurn(0);
        throttle.awaitTurn(0);

        assertThat(time.waits).containsExactly(2 * SECOND);
    }

    @Test
    void writesCountByTheirNumberAndReadingDoesNotWaitForThem() {
        Throttle throttle = time.throttle(VirtualTime.writes(10));

        throttle.awaitTurn(5);
        throttle.awaitTurn(0);
        throttle.awaitTurn(1);
        throttle.awaitTurn(1);

        assertThat(time.waits).containsExactly(500 * MILLI, 100 * MILLI);
    }

    @Test
    void requestThatWaitsForItsWritesTakesItsTurnAmongTheRequestsWhenItIsSent() {
        Throttle throttle = time.throttle(new Limits("x", OptionalDouble.of(2), OptionalDouble.of(1), OptionalDouble.empty()));

        throttle.awaitTurn(3);
        throttle.awaitTurn(1);
        throttle.awaitTurn(0);

        assertThat(time.waits).containsExactly(3 * SECOND, 500 * MILLI);
    }

    @Test
    void withoutLimitsNobodyWaitsAndAnswersAreReadAsTheyAre() {
        Throttle throttle = time.throttle(Limits.NONE);
        InputStream answer = InputStream.nullInputStream();

        throttle.awaitTurn(1_000_000);

        assertThat(time.waits).isEmpty();
        assertThat(throttle.reading(answer)).isSameAs(answer);
    }

    @Test
    void answersComeNoFasterThanTheLimitInSmallSteps() throws IOException {
        byte[] sent = new byte[50_000];
        sent[49_999] = -1;

        long begin = time.now();
        byte[] read = time.throttle(VirtualTime.bytes(10_000)).reading(new ByteArrayInputStream(sent)).readAllBytes();

        assertThat(read).isEqualTo(sent);
        assertThat(time.now() - begin).isBetween(4_900 * MILLI, 5 * SECOND);
        assertThat(time.waits).allSatisfy(it -> assertThat(it).isLessThanOrEqualTo(100 * MILLI));
    }

    @Test
    void slowReaderMayCatchUpOnASecond() throws IOException {
        InputStream answer = time.throttle(VirtualTime.bytes(1_000)).reading(new ByteArrayInputStream(new byte[10_000]));

        answer.readNBytes(100);
        time.pass(60 * SECOND);
        answer.readNBytes(1_100);
        assertThat(time.waits).isEmpty();

        answer.readNBytes(1_000);
        assertThat(time.waits).hasSize(10);
    }

    @Test
    void answersThatAreReadAtATimeShareTheLimit() throws IOException {
        Throttle throttle = time.throttle(VirtualTime.bytes(1_000));
        InputStream one = throttle.reading(new ByteArrayInputStream(new byte[2_000]));
        InputStream other = throttle.reading(new ByteArrayInputStream(new byte[2_000]));

        long begin = time.now();
        for (int i = 0; i < 20; i++) {
            one.readNBytes(100);
            other.readNBytes(100);
        }

        assertThat(time.now() - begin).isEqualTo(3_900 * MILLI);
    }

    @Test
    void singleBytesAreRead() throws IOException {
        InputStream answer = time.throttle(VirtualTime.bytes(1_000)).reading(new ByteArrayInputStream(new byte[] {7, -1}));

        assertThat(answer.read()).isEqualTo(7);
        assertThat(answer.read()).isEqualTo(255);
        assertThat(answer.read()).isEqualTo(-1);
    }

    /** In real time: a wait of hours ends when the process is to end, and not before. */
    @Test
    void whoWaitsIsGivenUpWhenTheProcessIsToEndAndWhoClearsUpThenIsNot() throws Exception {
        Throttle throttle = new Throttle(new Limits("x", OptionalDouble.of(0.01), OptionalDouble.empty(), OptionalDouble.of(1)), time.stop);
        throttle.awaitTurn(0);
        InputStream begun = throttle.reading(new ByteArrayInputStream(new byte[9]));
        CountDownLatch waiting = new CountDownLatch(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> waiter = threads.submit(() -> {
                waiting.countDown();
                throttle.awaitTurn(0);
                throttle.awaitTurn(0);
            });
            waiting.await();
            assertThatThrownBy(() -> waiter.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

            time.stop.stop();

            assertThatThrownBy(waiter::get).cause().isInstanceOfSatisfying(Failure.class, it -> assertThat(it.reason()).isEqualTo(Reason.INTERRUPTED));
        } finally {
            threads.shutdownNow();
        }
        throttle.awaitTurn(1);
        assertThat(throttle.reading(new ByteArrayInputStream(new byte[9])).readAllBytes()).hasSize(9);
        assertThatThrownBy(begun::readAllBytes).isInstanceOf(Failure.class);
    }
}
