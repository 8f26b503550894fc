package io.camelback.job;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that one job at a time holds, among all processes. The operating system lets go of it when the process dies, however it dies.
 *
 * <p>Who holds what in this process is kept here beside: to open and close a file that is locked would lose the lock, for POSIX drops
 * a process's locks on a file with the first of its descriptors that is closed.
 */
final class HeldFile implements AutoCloseable {

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final FileChannel channel;

    private HeldFile(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /** Empty, at once, when another job holds it. The file is made if it isn't there; its folder has to be. */
    static Optional<HeldFile> take(Path file) throws IOException {
        Path key = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
        if (!HELD.add(key)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        FileLock lock = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = channel.tryLock();
            return lock == null ? Optional.empty() : Optional.of(new HeldFile(key, channel));
        } finally {
            if (lock == null) {
                release(key, channel);
            }
        }
    }

    /** Lets go, for closing the channel gives up the lock; may be called more than once. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            release(key, channel);
        }
    }

    /** The same, and removes the file: for those that nobody else waits for. */
    void remove() throws IOException {
        Files.deleteIfExists(key);
        close();
    }

    private static void release(Path key, FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            HELD.remove(key);
        }
    }
}
