package io.camelback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class AtOnceTest {

    @Test
    void theNextPartComesWhenAnotherHasEnded() throws InterruptedException {
        AtOnce<Integer> parts = new AtOnce<>(List.of(1, 2, 3, 4), 2);
        List<Integer> handedOut = Collections.synchronizedList(new ArrayList<>());
        Thread split = new Thread(() -> parts.forEachRemaining(handedOut::add));
        split.start();
        await().until(() -> split.getState() == Thread.State.WAITING);
        assertThat(handedOut).containsExactly(1, 2);
        parts.ended();
        await().until(() -> handedOut.size() == 3 && split.getState() == Thread.State.WAITING);
        parts.ended();
        split.join();
        assertThat(handedOut).containsExactly(1, 2, 3, 4);
    }

    @Test
    void whetherThereIsMoreIsSaidWithoutWaiting() {
        AtOnce<Integer> parts = new AtOnce<>(List.of(1, 2), 1);
        parts.next();
        assertThat(parts.hasNext()).isTrue();
        parts.ended();
        parts.next();
        assertThat(parts.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(parts::next);
    }

    @Test
    void thoseThatShareRoomHandOutNoMoreTogether() {
        Semaphore room = new Semaphore(2);
        AtOnce<Integer> some = new AtOnce<>(List.of(1, 2), room);
        AtOnce<Integer> others = new AtOnce<>(List.of(3, 4), room);
        some.next();
        others.next();
        assertThat(room.availablePermits()).isZero();
        some.ended();
        assertThat(others.next()).isEqualTo(4);
    }
}
