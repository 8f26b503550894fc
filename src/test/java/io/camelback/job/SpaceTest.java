package io.camelback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class SpaceTest {

    private final Space space = new Space(100);
    private final StopSignal stop = new StopSignal();

    @TempDir
    private Path directory;

    /** Takes room in another thread; is back when that thread has found none. */
    private CompletableFuture<Space.Room> waiting(long bytes) throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Space.Room> room = CompletableFuture.supplyAsync(() -> space.take(bytes, () -> {
            asked.countDown();
            stop.check();
        }));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        return room;
    }

    @Test
    void whoFindsNoRoomWaitsUntilAnotherFileIsGone() throws Exception {
        Space.Room first = space.take(60, stop::check);
        Space.Room second = space.take(40, stop::check);
        CompletableFuture<Space.Room> third = waiting(50);
        second.close();
        second.close();
        assertThat(space.taken()).as("closed twice, given once").isEqualTo(60);
        assertThat(third).isNotDone();
        first.close();
        third.get(10, TimeUnit.SECONDS).close();
        assertThat(space.taken()).isZero();
    }

    @Test
    void aFileThatIsSmallerThanExpectedLeavesRoomForAnother() throws Exception {
        Space.Room room = space.take(100, stop::check);
        CompletableFuture<Space.Room> other = waiting(90);
        room.shrinkTo(Files.write(directory.resolve("file"), new byte[10]));
        other.get(10, TimeUnit.SECONDS);
        assertThat(space.taken()).isEqualTo(100);
        room.close();
        assertThat(space.taken()).isEqualTo(90);
    }

    @Test
    void aFileLargerThanAllRoomGoesAlone() throws Exception {
        Space.Room small = space.take(1, stop::check);
        CompletableFuture<Space.Room> large = waiting(1_000);
        small.close();
        large.get(10, TimeUnit.SECONDS);
        CompletableFuture<Space.Room> next = waiting(1);
        large.get().close();
        next.get(10, TimeUnit.SECONDS);
    }

    @Test
    void nobodyWaitsWhenTheProcessIsToEnd() throws Exception {
        space.take(100, stop::check);
        CompletableFuture<Space.Room> waiting = waiting(1);
        stop.stop();
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(Failure.class).hasMessageContaining("stopped before it was done");
    }
}
