package io.camelback.cli;

import io.camelback.export.ExportRequest;
import io.camelback.export.ExportResult;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "export", description = "Writes a restore point to standard output as a file that couchrestore reads.",
        mixinStandardHelpOptions = true)
final class ExportCommand extends CliCommand {

    @Parameters(paramLabel = "TASK", description = "The task, as named in the configuration; a database of a whole server is TASK/DATABASE.")
    String task;

    @Option(names = "--at", paramLabel = "TIME", description = Points.DESCRIPTION)
    String at;

    @Option(names = "--only", paramLabel = "IDS", description = Only.DESCRIPTION)
    List<String> only;

    @Override
    boolean movesMuch() {
        return true;
    }

    @Override
    int work(App app) {
        // not System.out, which would swallow that the disk behind it is full
        BufferedOutputStream stdout = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
        ExportRequest request = new ExportRequest(task, Points.parse(at, app.config().task(task).zone()), Only.of(only), stdout);
        ExportResult result = app.call("direct:export", request, ExportResult.class);
        err.println(result.task() + ": restore point " + result.point() + ", " + Texts.number(result.documents()) + " documents, "
                + Texts.number(result.revisions()) + " leaf revisions"
                + (result.attachments() ? "; it has attachments: couchrestore needs --attachments" : ""));
        return ExitCode.DONE;
    }
}
