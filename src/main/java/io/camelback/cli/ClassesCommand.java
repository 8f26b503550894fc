package io.camelback.cli;

import io.camelback.backup.BackupRequest;
import io.camelback.backup.BackupResult;
import io.camelback.failure.Failure;
import picocli.CommandLine.Command;

/**
 * What the launcher has Java remember the classes of, so that later starts are quick: a run of every task, as far as it gets. Sources that
 * don't answer are all it takes. Nobody is notified.
 */
@Command(name = "classes", hidden = true)
final class ClassesCommand extends CliCommand {

    @Override
    int work(App app) {
        for (String task : app.config().tasks().keySet()) {
            try {
                app.call("direct:backup", new BackupRequest(task), BackupResult.class);
            } catch (Failure expected) {
                err.println(expected.getMessage());
            }
        }
        return ExitCode.DONE;
    }
}
