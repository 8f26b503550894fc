package io.camelback.bench;

import io.camelback.cli.CommandLineMain;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** What a full backup and 30 daily ones after it store, of a database that changes a little each day; its clock is set forward. */
final class ThirtyDays {

    private static final String DATABASE = "bench-days";
    private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");
    private static final int DAYS = 30;
    private static final int CHANGED = 100;
    private static final String CONFIG = """
            camelback.destinations.days.type = local
            camelback.destinations.days.directory = days
            camelback.tasks.days.destinations = days
            camelback.tasks.days.retention.delta = 7
            camelback.clock = %s
            """;

    private final Path directory;
    private Instant now = START;

    private ThirtyDays(Path directory) {
        this.directory = directory;
    }

    /** Arguments: an empty directory, and how many documents. The source of the task {@code days} stands in the environment. */
    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        System.setOut(new PrintStream(PrintStream.nullOutputStream()));    // the commands' own
        ThirtyDays days = new ThirtyDays(Files.createDirectories(Path.of(args[0])));
        MadeUpDatabase database = new MadeUpDatabase(DATABASE);
        int documents = Integer.parseInt(args[1]);
        database.make(documents);
        long full = days.backup();
        long all = full;
        for (int day = 1; day <= DAYS; day++) {
            days.now = START.plus(Duration.ofDays(day));
            database.change(documents, Math.max(1, documents / CHANGED), day);
            all += days.backup();
            days.command("rollup");
            days.command("cleanup");
        }
        database.drop();
        out.printf("Camelback, full\t%d%nthe same and 30 daily backups\t%d%nthe same, rolled up\t%d%n", full, all, days.stored());
    }

    /** Returns the bytes that it added. */
    private long backup() throws IOException {
        long before = stored();
        command("backup");
        return stored() - before;
    }

    private void command(String verb) throws IOException {
        Path config = Files.writeString(directory.resolve("application.properties"), CONFIG.formatted(now));
        int code = CommandLineMain.execute(new String[] {verb, "days", "--config", config.toString()});
        if (code != 0) {
            throw new IOException(verb + " ended with " + code);
        }
    }

    private long stored() throws IOException {
        Path kept = directory.resolve("days");
        if (Files.notExists(kept)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(kept)) {
            return files.filter(Files::isRegularFile).mapToLong(ThirtyDays::size).sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
