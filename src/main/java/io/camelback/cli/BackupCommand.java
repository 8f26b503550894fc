package io.camelback.cli;

import io.camelback.backup.BackupRequest;
import io.camelback.backup.BackupResult;
import io.camelback.config.ServerConfig;
import io.camelback.server.ServerRequest;
import io.camelback.server.ServerResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "backup", description = "Runs a task once, now.", mixinStandardHelpOptions = true)
final class BackupCommand extends CliCommand {

    @Parameters(paramLabel = "TASK", description = "The task, as named in the configuration; of a whole server all databases that changed, or "
            + "one of them: TASK/DATABASE.")
    String task;

    @Option(names = "--full", description = "Reads everything and begins a new lineage.")
    boolean full;

    @Override
    boolean movesMuch() {
        return true;
    }

    @Override
    int work(App app) {
        return app.config().named(task) instanceof ServerConfig ? server(app) : database(app);
    }

    private int database(App app) {
        BackupResult result = app.job("direct:backup", task, "backup", new BackupRequest(task, full, Bar.onTerminal(common.json)),
                BackupResult.class);
        if (common.json) {
            print(BackupTexts.json(result));
        } else {
            BackupTexts.print(result, out);
        }
        result.warnings().forEach(it -> err.println("camelback: warning: " + it));
        return BackupTexts.exitCode(result);
    }

    private int server(App app) {
        ServerResult result = app.job("direct:backup-server", task, "backup", new ServerRequest(task, full), ServerResult.class);
        if (common.json) {
            print(ServerTexts.json(result));
        } else {
            ServerTexts.print(result, out);
        }
        ServerTexts.warn(result, err);
        return ServerTexts.exitCode(result);
    }
}
