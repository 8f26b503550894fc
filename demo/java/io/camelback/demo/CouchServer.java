package io.camelback.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The CouchDB-compatible server of {@code demo/}, as a process of its own that ends with this one. It is a stand-in: real CouchDB
 * decides.
 */
public final class CouchServer implements AutoCloseable {

    private static final String LOCK = "package-lock.json";
    private static final String INSTALLED = "node_modules/.package-lock.json";

    public static final String USERNAME = "admin";
    public static final String PASSWORD = "s3cret & more";

    private final Process process;
    private final String url;

    private CouchServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Installs what the server needs when it isn't there yet, starts it on a free port and waits until it answers.
     *
     * @param demo the directory {@code demo} of the project
     * @param data where the databases go; in memory when null
     * @param options further options of {@code couchdb.js}
     */
    public static CouchServer start(Path demo, Path data, String... options) {
        install(demo);
        List<String> command = new ArrayList<>(List.of("node", demo.resolve("couchdb.js").toString(), "--port", "0", "--admin",
                USERNAME + ":" + PASSWORD, "--until-stdin-closes"));
        command.addAll(data == null ? List.of("--memory") : List.of("--dir", data.toString()));
        command.addAll(List.of(options));
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = lines.readLine();
            if (line == null || !line.startsWith("listening ")) {
                throw new IllegalStateException("the CouchDB-compatible server did not start: " + line);
            }
            return new CouchServer(process, line.substring("listening ".length()).strip());
        } catch (IOException e) {
            throw new IllegalStateException("the CouchDB-compatible server could not be started; is Node.js installed?", e);
        }
    }

    /** Its URL, without credentials. */
    public String url() {
        return url;
    }

    /** Once, also when several processes begin at the same time: each would remove what another has installed so far. */
    private static synchronized void install(Path demo) {
        if (isInstalled(demo)) {
            return;
        }
        try (FileChannel one = FileChannel.open(demo.resolve(LOCK), StandardOpenOption.WRITE); FileLock held = one.lock()) {
            if (!isInstalled(demo)) {
                npm(demo);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("npm can't be run; is Node.js installed?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isInstalled(Path demo) {
        try {
            Path installed = demo.resolve(INSTALLED);
            return Files.exists(installed) && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(demo.resolve(LOCK))) >= 0;
        } catch (NoSuchFileException e) {
            return false;    // removed by a process that installs
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void npm(Path demo) throws IOException, InterruptedException {
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
                .directory(demo.toFile()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.PIPE).start();
        String output = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (npm.waitFor() != 0) {
            throw new IllegalStateException("npm ci failed in " + demo + ": " + output);
        }
        Files.setLastModifiedTime(demo.resolve(INSTALLED), FileTime.fromMillis(System.currentTimeMillis()));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
