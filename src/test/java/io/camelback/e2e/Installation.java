package io.camelback.e2e;

import io.camelback.cli.CommandLineMain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A configuration in a directory of its own, and the command line run on it in this process. */
final class Installation {

    /** What a command printed, and the code it ended with. */
    record Result(int code, String out, String err) {

        Result expect(int expected) {
            if (code != expected) {
                throw new AssertionError("ended with " + code + " where " + expected + " was expected\n" + out + err);
            }
            return this;
        }
    }

    private final Path directory;
    private final List<String> lines = new ArrayList<>(List.of("camelback.retryDelay = 1", "camelback.retries = 2"));

    Installation(Path directory) {
        this.directory = directory;
    }

    Installation line(String key, Object value) {
        lines.add(key + " = " + value);
        return this;
    }

    /** A task on a database of the test's CouchDB. */
    Installation task(String name, String database, String destinations) {
        TestCouch couch = TestCouch.get();
        return line("camelback.tasks." + name + ".source", couch.url() + "/" + database)
                .line("camelback.tasks." + name + ".username", couch.username())
                .line("camelback.tasks." + name + ".password", couch.password())
                .line("camelback.tasks." + name + ".destinations", destinations);
    }

    Installation local(String name) {
        return line("camelback.destinations." + name + ".type", "local").line("camelback.destinations." + name + ".directory", name);
    }

    /** From now on it is that time. */
    Installation clock(Instant now) {
        lines.removeIf(it -> it.startsWith("camelback.clock"));
        return line("camelback.clock", now);
    }

    Path directory() {
        return directory;
    }

    Path directory(String name) {
        return directory.resolve(name);
    }

    Result run(String... words) {
        PrintStream stdout = System.out;
        PrintStream stderr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> arguments = new ArrayList<>(List.of(words));
        try {
            Path config = directory.resolve("application.properties");
            Files.write(config, lines);
            arguments.addAll(List.of("--config", config.toString()));
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            int code = CommandLineMain.execute(arguments.toArray(String[]::new));
            return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            System.setOut(stdout);
            System.setErr(stderr);
        }
    }
}
