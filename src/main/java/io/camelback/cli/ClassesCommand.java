package io.camelback.cli;

import io.camelback.backup.BackupRequest;
import io.camelback.backup.BackupResult;
import io.camelback.encryption.NativeCrypto;
import io.camelback.failure.Failure;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * What the launcher has Java remember the classes of, so that later starts are quick: a run as far as it gets, and what is often asked of
 * archives. It has a configuration of its own, of servers that aren't there, and archives of its own, which go when it ends.
 */
@Command(name = "classes", hidden = true)
final class ClassesCommand implements Callable<Integer> {

    private static final String TASK = "sample";
    private static final String DISK = "disk";
    private static final String CONFIGURATION = """
            camelback.retries = 0
            camelback.staging.directory = %1$s/staging
            camelback.destinations.disk.type = local
            camelback.destinations.disk.directory = %1$s/disk
            camelback.destinations.bucket.type = s3
            camelback.destinations.bucket.endpoint = http://127.0.0.1:1
            camelback.destinations.bucket.bucket = sample
            camelback.destinations.bucket.accessKey = sample
            camelback.destinations.bucket.secretKey = sample
            camelback.destinations.server.type = ftp
            camelback.destinations.server.host = 127.0.0.1
            camelback.destinations.server.port = 1
            camelback.destinations.server.username = sample
            camelback.destinations.server.password = sample
            camelback.tasks.sample.source = http://127.0.0.1:1/sample
            camelback.tasks.sample.destinations = disk
            """;

    @Override
    public Integer call() throws IOException {
        Path parent = Files.createTempDirectory("camelback-classes");
        try (Staging staging = Staging.in(parent, TASK)) {
            String home = staging.file("").toString().replace('\\', '/');
            Path configuration = staging.write("application.properties", CONFIGURATION.formatted(home).getBytes(StandardCharsets.UTF_8));
            CompletableFuture<?> crypto = NativeCrypto.load();
            try (App app = App.start(configuration, Map.of(), CliCommand.home(), new StopSignal())) {
                crypto.join();
                work(app);
            }
        } finally {
            Files.delete(parent);
        }
        return ExitCode.DONE;
    }

    private static void work(App app) {
        app.config().destinations().keySet().forEach(name -> attempt(() -> app.destination(name).list("")));
        attempt(() -> app.call("direct:backup", new BackupRequest(TASK), BackupResult.class));
        SampleArchives.put(app.destination(DISK), TASK, app.config().staging());
        give(app, "list", TASK);
        give(app, "status", TASK);
        give(app, "history", TASK, "--doc", SampleArchives.DOCUMENT);
        give(app, "restore", TASK, "--doc", SampleArchives.DOCUMENT, "--stdout");
    }

    private static void give(App app, String... words) {
        CommandLine.ParseResult parsed = new CommandLine(new CamelbackCommand()).parseArgs(words).subcommand();
        attempt(() -> ((CliCommand) parsed.commandSpec().userObject()).work(app));
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (Failure expected) {
            System.err.println(expected.getMessage());
        }
    }
}
