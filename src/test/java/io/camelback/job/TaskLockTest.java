package io.camelback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskLockTest {

    @TempDir
    Path staging;

    @Test
    void aSecondRunInTheSameProcessIsRefusedAtOnce() {
        try (TaskLock lock = TaskLock.ofRun(staging, "orders")) {
            assertBusy();
            assertBusy();
        }
        TaskLock.ofRun(staging, "orders").close();
    }

    @Test
    void otherTasksAndOtherStagingDirectoriesAreFree() {
        try (TaskLock lock = TaskLock.ofRun(staging, "orders"); TaskLock other = TaskLock.ofRun(staging, "customers");
                TaskLock elsewhere = TaskLock.ofRun(staging.resolve("elsewhere"), "orders")) {
            assertThat(staging.resolve("orders.lock")).exists();
        }
    }

    @Test
    void theSameDirectoryByAnotherPathIsTheSame() throws IOException {
        Path link = Files.createSymbolicLink(staging.resolve("link"), Files.createDirectory(staging.resolve("real")));
        try (TaskLock lock = TaskLock.ofRun(staging.resolve("real"), "orders")) {
            assertThatExceptionOfType(Failure.class).isThrownBy(() -> TaskLock.ofRun(link, "orders"));
        }
    }

    @Test
    void lettingGoTwiceDoesNotFreeTheNextOnes() {
        TaskLock first = TaskLock.ofRun(staging, "orders");
        first.close();
        try (TaskLock second = TaskLock.ofRun(staging, "orders")) {
            first.close();
            assertBusy();
        }
    }

    @Test
    void anotherProcessKeepsItUntilItIsKilled() throws Exception {
        Process holder = hold();
        try {
            assertBusy();
            holder.destroyForcibly().waitFor();
            TaskLock.ofRun(staging, "orders").close();
        } finally {
            holder.destroyForcibly();
        }
    }

    /** Closing a second descriptor of a locked file would give up the lock on POSIX systems. */
    @Test
    void aSecondRunThatWasRefusedDoesNotOpenTheDoorToAnotherProcess() throws Exception {
        try (TaskLock lock = TaskLock.ofRun(staging, "orders")) {
            assertBusy();
            Process other = start();
            try {
                assertThat(firstLine(other)).startsWith("a run of task orders is under way already. Wait for its end; ");
            } finally {
                other.destroyForcibly();
            }
        }
    }

    private void assertBusy() {
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> TaskLock.ofRun(staging, "orders"))
                .withMessage("a run of task orders is under way already. Wait for its end; " + staging.resolve("orders.lock") + " is locked by it")
                .satisfies(it -> assertThat(it.reason()).isEqualTo(Reason.BUSY));
    }

    private Process hold() throws IOException {
        Process holder = start();
        assertThat(firstLine(holder)).isEqualTo("held");
        return holder;
    }

    private Process start() throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                Holder.class.getName(), staging.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static String firstLine(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    /** Takes the lock, says so, and keeps it until it is killed or its standard input ends. */
    static final class Holder {

        private Holder() {
        }

        public static void main(String[] args) throws IOException {
            try (TaskLock lock = TaskLock.ofRun(Path.of(args[0]), "orders")) {
                System.out.println("held");
                System.in.read();
            } catch (Failure e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
