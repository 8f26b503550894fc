package io.camelback.job;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A directory of one job for the files that it needs for a while; goes with everything in it when the job ends. */
public final class Staging implements AutoCloseable {

    private final Path directory;
    private final AtomicLong next = new AtomicLong();

    private Staging(Path directory) {
        this.directory = directory;
    }

    /**
     * @param parent the staging directory of the configuration
     * @param name unique among the jobs that run at the same time; what a dead job of that name left is removed
     */
    public static Staging in(Path parent, String name) {
        Staging staging = new Staging(parent.resolve(name));
        try {
            staging.close();
            Files.createDirectories(staging.directory);
            return staging;
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the staging directory " + parent + " can't be used: " + e)
                    .remedy("Check its permissions and free space, or name another with camelback.staging.directory").cause(e);
        }
    }

    /** A file that isn't there yet. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** A file that isn't there yet, under a name that nobody else has. */
    public Path fresh() {
        return directory.resolve("part-" + next.getAndIncrement());
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // nothing was left
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the staging directory " + directory + " can't be removed: " + e).cause(e);
        }
    }
}
