package io.camelback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import org.junit.jupiter.api.Test;

class StopSignalTest {

    @Test
    void onceStoppedItStaysSo() {
        StopSignal stop = new StopSignal();
        stop.check();
        assertThat(stop.isStopped()).isFalse();
        stop.stop();
        stop.stop();
        assertThat(stop.isStopped()).isTrue();
        assertThatExceptionOfType(Failure.class).isThrownBy(stop::check).satisfies(it -> assertThat(it.reason()).isEqualTo(Reason.INTERRUPTED));
    }

    @Test
    void whoSleepsIsWokenWhenTheProcessIsToEndOrTheThread() {
        StopSignal stop = new StopSignal();
        stop.sleep(1);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> stop.sleep(Long.MAX_VALUE)).satisfies(it -> assertThat(it.reason()).isEqualTo(Reason.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
        stop.stop();
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> stop.sleep(Long.MAX_VALUE)).satisfies(it -> assertThat(it.reason()).isEqualTo(Reason.INTERRUPTED));
    }
}
