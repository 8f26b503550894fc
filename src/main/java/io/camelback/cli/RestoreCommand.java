package io.camelback.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.config.ServerConfig;
import io.camelback.couchdb.Access;
import io.camelback.couchdb.BulkDocs.Refused;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.failure.Failure;
import io.camelback.restore.DocumentRequest;
import io.camelback.restore.DocumentResult;
import io.camelback.restore.DocumentResult.Item;
import io.camelback.restore.RestoreRequest;
import io.camelback.restore.RestoreResult;
import io.camelback.server.ServerRestoreRequest;
import io.camelback.server.ServerRestoreResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "restore", description = "Restores a database, or some of its documents.", mixinStandardHelpOptions = true,
        footer = {"", "A database goes into a new or an empty one; a restore that was interrupted goes on when the same command is given",
            "again. Documents go into the source, or where --to says, each as its newest revision; with --stdout they are printed",
            "and nothing is written."})
final class RestoreCommand extends CliCommand {

    @Parameters(paramLabel = "TASK", description = "The task, as named in the configuration; of a whole server each database under its own name, or "
            + "one of them: TASK/DATABASE.")
    String task;

    @Option(names = "--to", paramLabel = "URL", description = "The target database, or of a whole server the target server. It may have user:password@"
            + " in it; an API key of IBM Cloud is taken from CAMELBACK_TARGET_IAM_API_KEY.")
    String to;

    @Option(names = "--at", paramLabel = "TIME", description = Points.DESCRIPTION)
    String at;

    @Option(names = "--doc", paramLabel = "ID", arity = "1..*", description = "Documents to restore, in place of all.")
    List<String> documents;

    @Option(names = "--without-settings", description = "Leaves the target's settings as they are: who may read and write it, limits.")
    boolean withoutSettings;

    @Option(names = "--only", paramLabel = "IDS", description = Only.DESCRIPTION)
    List<String> only;

    @Option(names = "--stdout", description = "Prints the documents, one a line, exactly as they were read.")
    boolean stdout;

    @Option(names = "--ca", paramLabel = "FILE", description = "Certificates (PEM) to trust for the target, beside those that Java knows.")
    Path ca;

    @Mixin
    TargetLimits limits;

    @Override
    boolean movesMuch() {
        return documents == null;
    }

    @Override
    int work(App app) {
        if (documents == null && app.config().named(task) instanceof ServerConfig server) {
            return server(app, server);
        }
        Optional<Instant> point = Points.parse(at, app.config().task(task).zone());
        Optional<DatabaseUrl.WithCredentials> target = Optional.ofNullable(to).map(DatabaseUrl::parse);
        Access access = TargetAccess.of(target, Optional.ofNullable(ca), System.getenv()).within(limits.of(target));
        if (documents != null && only != null) {
            throw Failure.usage("--doc and --only exclude each other").remedy("--doc is for documents that go into a database which has others");
        }
        if (documents != null) {
            return documents(app, target, access, point);
        }
        if (target.isEmpty() || stdout) {
            throw Failure.usage("a restore needs a target").remedy("Add --to http://host:5984/NEW_NAME, or name documents with --doc ID");
        }
        RestoreRequest request = new RestoreRequest(task, target.get().url(), access, point, Only.of(only), !withoutSettings,
                Bar.onTerminal(common.json));
        RestoreResult result = app.call("direct:restore", request, RestoreResult.class);
        if (common.json) {
            print(json(result));
        } else {
            out.println(line(result));
            printRefused(result);
        }
        return exitCode(result);
    }

    private int server(App app, ServerConfig server) {
        if (to == null || stdout) {
            throw Failure.usage("a restore of a whole server needs a target").remedy("Add --to http://host:5984, or name one database: " + task
                    + "/DATABASE");
        }
        DatabaseUrl.WithCredentials target = DatabaseUrl.parseServer(to);
        if (only != null) {
            throw Failure.usage("--only is for a single database").remedy("Name one: " + task + "/DATABASE");
        }
        Access access = TargetAccess.of(Optional.of(target), Optional.ofNullable(ca), System.getenv()).within(limits.of(Optional.of(target)));
        ServerRestoreRequest request = new ServerRestoreRequest(task, target.url(), access, Points.parse(at, server.zone()),
                !withoutSettings);
        ServerRestoreResult result = app.call("direct:restore-server", request, ServerRestoreResult.class);
        result.destinations().forEach((name, why) -> err.println("camelback: warning: " + name + " is left out: " + why.getMessage()));
        List<RestoreResult> done = Members.done(result.databases());
        if (common.json) {
            ObjectNode json = object().put("task", task).put("target", result.target());
            json.set("databases", ServerTexts.json(result.databases(), RestoreCommand::json));
            PlanTexts.putFailures(json, result.destinations());
            print(json.put("seconds", Math.round(result.seconds() * 1000) / 1000.0));
        } else {
            result.databases().forEach((name, outcome) -> ServerTexts.print(ServerConfig.memberName(task, name), outcome, RestoreCommand::line, out));
            done.forEach(this::printRefused);
            out.println(task + ": " + Texts.number(done.size()) + " of " + Texts.number(result.databases().size()) + " databases restored"
                    + ServerTexts.failed(result.databases().values()) + ", " + Texts.seconds(result.seconds()));
        }
        int code = ServerTexts.exitCode(result.databases().values(), RestoreCommand::exitCode, false);
        return code == ExitCode.DONE && !result.destinations().isEmpty() ? ExitCode.PARTLY : code;
    }

    private static int exitCode(RestoreResult result) {
        return result.refused().isEmpty() ? ExitCode.DONE : ExitCode.PARTLY;
    }

    private static ObjectNode json(RestoreResult result) {
        ObjectNode json = object().put("task", result.task()).put("point", result.point().toString()).put("documents", result.documents())
                .put("deleted", result.deleted()).put("revisions", result.revisions())
                .put("seconds", Math.round(result.seconds() * 1000) / 1000.0).put("target", result.target())
                .put("after", result.after().orElse(null)).put("already", result.already());
        ArrayNode refused = json.putArray("refused");
        result.refused().forEach(it -> refused.addObject().put("id", it.id()).put("reason", it.reason()));
        return json;
    }

    private static String line(RestoreResult result) {
        return result.task() + ": restore point " + result.point() + " is in " + result.target() + (result.already() ? " already: " : ": ")
                + Texts.number(result.documents()) + " documents (" + Texts.number(result.deleted()) + " deleted), "
                + Texts.number(result.revisions()) + " leaf revisions, " + Texts.seconds(result.seconds())
                + result.after().map(it -> "; gone on after " + it).orElse("");
    }

    private void printRefused(RestoreResult result) {
        if (only != null && result.documents() == 0) {
            err.println("camelback: the restore point has no documents that --only names");
        }
        if (!result.refused().isEmpty()) {
            err.println("camelback: " + result.task() + ": the target did not take " + Texts.number(result.refused().size()) + ":");
            for (Refused refused : result.refused()) {
                err.println("  " + refused.id() + ": " + refused.reason());
            }
        }
    }

    private int documents(App app, Optional<DatabaseUrl.WithCredentials> target, Access access, Optional<Instant> point) {
        if (stdout && target.isPresent()) {
            throw Failure.usage("--to and --stdout exclude each other").remedy("Keep one of the two");
        }
        DocumentRequest request = new DocumentRequest(task, documents, point, !stdout,
                target.map(DatabaseUrl.WithCredentials::url), access);
        DocumentResult result = app.call("direct:restore-documents", request, DocumentResult.class);
        if (stdout && !result.documents().stream().allMatch(Item::isMissing)) {
            err.println(result.task() + ": restore point " + result.point());
        }
        result.documents().forEach(it -> print(it, result));
        if (common.json && !stdout) {
            print(json(result));
        }
        boolean all = result.documents().stream().noneMatch(it -> it.isMissing() || it.refused() != null);
        boolean none = result.documents().stream().allMatch(it -> it.isMissing() || it.refused() != null);
        return all ? ExitCode.DONE : none ? ExitCode.FAILED : ExitCode.PARTLY;
    }

    private void print(Item item, DocumentResult result) {
        if (item.isMissing()) {
            err.println("camelback: document " + item.id() + " was not there at " + result.point());
        } else if (item.refused() != null) {
            err.println("camelback: document " + item.id() + " was not written: " + item.refused());
        } else {
            if (item.leaves() > 1) {
                err.println("camelback: document " + item.id() + " had " + item.leaves() + " conflicting revisions; this is the winning one");
            }
            if (stdout) {
                out.writeBytes(item.document());
                out.println();
            } else if (!common.json) {
                out.println(item.id() + ": as of " + result.point() + ", now revision " + item.written());
            }
        }
    }

    private static ObjectNode json(DocumentResult result) {
        ObjectNode json = object().put("task", result.task()).put("point", result.point().toString());
        ArrayNode array = json.putArray("documents");
        for (Item item : result.documents()) {
            array.addObject().put("id", item.id()).put("found", !item.isMissing()).put("deleted", item.deleted())
                    .put("written", item.written()).put("refused", item.refused());
        }
        return json;
    }
}
