package io.camelback.job;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps two runs of one task apart, in this process and among those that share its staging directory. The operating system lets go
 * of it when the process dies, however it dies.
 */
public final class TaskLock implements AutoCloseable {

    private final FileChannel channel;
    private final FileLock lock;

    private TaskLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** @throws Failure at once when another run holds it */
    public static TaskLock take(Path staging, String task) {
        Path file = staging.resolve(task + ".lock");
        try {
            Files.createDirectories(staging);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw Failure.camelback(Reason.REFUSED, "a run of task " + task + " is under way already")
                        .remedy("Wait for its end; " + file + " is locked by it");
            }
            return new TaskLock(channel, lock);
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the staging directory " + staging + " can't be used: " + e)
                    .remedy("Check its permissions, or name another with camelback.staging.directory").cause(e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "a lock can't be released: " + e.getMessage()).cause(e);
        }
    }
}
