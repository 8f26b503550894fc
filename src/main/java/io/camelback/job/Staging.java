package io.camelback.job;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory of one job for the files that it needs for a while; goes with everything in it when the job ends. What a job left that was
 * killed goes when the next one begins: that of the same name, and any whose name was drawn for it alone.
 */
public final class Staging implements AutoCloseable {

    /** A name that ends in a random UUID. No other job ever has it, so a file beside the directory can tell whether its job lives. */
    private static final Pattern DRAWN = Pattern.compile(".+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String HELD = ".held";

    private final Path directory;
    private final Optional<HeldFile> life;
    private final AtomicLong next = new AtomicLong();

    private Staging(Path directory, Optional<HeldFile> life) {
        this.directory = directory;
        this.life = life;
    }

    /**
     * @param parent the staging directory of the configuration
     * @param job its name, unique among the jobs that run at the same time; what a dead job of that name left is removed
     */
    public static Staging in(Path parent, String job) {
        String name = fileName(job);
        try {
            Files.createDirectories(parent);
            removeDead(parent);
            Optional<HeldFile> life = DRAWN.matcher(name).matches() ? HeldFile.take(life(parent, name)) : Optional.empty();
            Path directory = parent.resolve(name);
            removeAll(directory);
            Files.createDirectory(directory);
            return new Staging(directory, life);
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the staging directory " + parent + " can't be used: " + e)
                    .remedy("Check its permissions and free space, or name another with camelback.staging.directory").cause(e);
        }
    }

    /** A job's name as that of a file: {@code all/orders} is {@code all@orders}. No part of a job's name has that sign in it. */
    static String fileName(String job) {
        return job.replace('/', '@');
    }

    /** A file that isn't there yet. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** A file that isn't there yet, under a name that nobody else has. */
    public Path fresh() {
        return directory.resolve("part-" + next.getAndIncrement());
    }

    /** Writes a small file, replacing what is there. */
    public Path write(String name, byte[] bytes) {
        try {
            return Files.write(file(name), bytes);
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the staging directory can't be written to: " + e).cause(e);
        }
    }

    /** What is in a small file. */
    public static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the staged file " + file + " can't be read: " + e).cause(e);
        }
    }

    /**
     * Writes a stream into a file, replacing what is there.
     *
     * @throws IOException of the stream; what goes wrong with the file is a failure
     */
    public static void copy(InputStream in, Path file) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        try (FileChannel out = openNew(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                write(out, ByteBuffer.wrap(buffer, 0, read), file);
            }
        }
    }

    private static FileChannel openNew(Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    private static void write(FileChannel out, ByteBuffer bytes, Path file) {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    private static Failure unwritten(Path file, IOException e) {
        return Failure.camelback(Reason.FAILED, "the staged file " + file + " can't be written: " + e)
                .remedy("Check the free space of the staging directory").cause(e);
    }

    /** Removes a staged file that has done its duty; that it isn't there is no failure. */
    public static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the staged file " + file + " can't be removed: " + e).cause(e);
        }
    }

    @Override
    public void close() {
        try {
            removeAll(directory);
            if (life.isPresent()) {
                life.get().remove();
            }
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the staging directory " + directory + " can't be removed: " + e).cause(e);
        }
    }

    /** What can't be removed is no concern of a job that only comes by. */
    private static void removeDead(Path parent) throws IOException {
        List<Path> lives;
        try (Stream<Path> all = Files.list(parent)) {
            lives = all.filter(it -> it.toString().endsWith(HELD)).toList();
        }
        for (Path file : lives) {
            try {
                Optional<HeldFile> life = HeldFile.take(file);
                if (life.isPresent()) {
                    String name = file.getFileName().toString();
                    removeAll(parent.resolve(name.substring(0, name.length() - HELD.length())));
                    life.get().remove();
                }
            } catch (IOException e) {
                // the next job tries again
            }
        }
    }

    /** Made and held before the directory is there, and let go after it is gone. */
    private static Path life(Path parent, String name) {
        return parent.resolve(name + HELD);
    }

    private static void removeAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // nothing was left
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
