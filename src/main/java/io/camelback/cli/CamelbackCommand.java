package io.camelback.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code camelback}: only says what there is to say after it. */
@Command(name = "camelback", description = "Incremental backups of CouchDB and Cloudant databases.", synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true, versionProvider = Version.class,
        subcommands = {RunCommand.class, BackupCommand.class, ListCommand.class, StatusCommand.class, HistoryCommand.class,
            RestoreCommand.class, ExportCommand.class, RollupCommand.class, CleanupCommand.class,
            SyncCommand.class, VerifyCommand.class, ClassesCommand.class, HelpCommand.class},
        footer = {"", "camelback demo shows everything once, on real data and embedded servers.",
            "Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 source unreachable,",
            "4 destination unreachable, 5 damaged data, 6 partly done, 130 interrupted."})
final class CamelbackCommand {
}
