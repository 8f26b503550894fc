package io.camelback.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.cleanup.CleanupRequest;
import io.camelback.cleanup.CleanupResult;
import io.camelback.config.ServerConfig;
import io.camelback.retention.Plan.Removal;
import io.camelback.server.DatabaseOutcome;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "cleanup", description = "Removes archives that others have replaced, after the grace period.", mixinStandardHelpOptions = true)
final class CleanupCommand extends CliCommand {

    @Parameters(paramLabel = "TASK", description = "The task, as named in the configuration; of a whole server each database, one after the other.")
    String task;

    @Option(names = "--dry-run", description = "Prints what would be removed, and when the rest may be, and removes nothing.")
    boolean dryRun;

    @Override
    int work(App app) {
        return app.config().named(task) instanceof ServerConfig server ? server(app, server) : database(app);
    }

    private int database(App app) {
        CleanupResult result = cleanup(app, task);
        if (common.json) {
            print(json(result));
        } else {
            print(result);
        }
        warn(result);
        return exitCode(result);
    }

    private int server(App app, ServerConfig server) {
        Members members = Members.of(app, server, err);
        Map<String, DatabaseOutcome<CleanupResult>> outcomes = members.each(stop, it -> cleanup(app, it));
        if (common.json) {
            ObjectNode json = object().put("task", task);
            json.set("databases", ServerTexts.json(outcomes, CleanupCommand::json));
            PlanTexts.putFailures(json, members.unreachable());
            print(json);
        } else {
            members.print(outcomes, it -> it.plan().removals().isEmpty(), this::print, out);
        }
        Members.done(outcomes).forEach(this::warn);
        return members.exitCode(ServerTexts.exitCode(outcomes.values(), CleanupCommand::exitCode, false));
    }

    private CleanupResult cleanup(App app, String name) {
        CleanupRequest request = new CleanupRequest(name, dryRun, Bar.onTerminal(common.json));
        return dryRun ? app.call("direct:cleanup", request, CleanupResult.class) : app.job("direct:cleanup", name, "cleanup", request, CleanupResult.class);
    }

    private void warn(CleanupResult result) {
        result.plan().halt().ifPresent(it -> err.println("camelback: warning: " + it));
        result.destinations().forEach((name, why) -> err.println("camelback: warning: " + name + " is left out: " + why.getMessage()));
    }

    static int exitCode(CleanupResult result) {
        return result.destinations().isEmpty() ? ExitCode.DONE : ExitCode.PARTLY;
    }

    private void print(CleanupResult result) {
        if (result.done()) {
            out.println(result.plan().task() + ": " + (result.removed().isEmpty() ? "nothing to remove" : result.removed().size() + " removed, "
                    + Texts.bytes(result.removed().stream().mapToLong(Removal::bytes).sum()) + ", " + Texts.seconds(result.seconds())));
            PlanTexts.printRemovals(result.removed(), result.plan().now(), out);
            result.attachments().forEach((name, freed) -> out.println("  " + name + ": " + Texts.number(freed.objects())
                    + " attachments that nothing refers to any more, " + Texts.bytes(freed.bytes())));
            result.later().forEach(it -> out.println("  later: " + it.destination() + ": " + it.name().id()));
        } else {
            out.println(result.plan().task() + ": " + result.plan().removals().stream().filter(it -> it.isDue(result.plan().now())).count() + " to be removed, "
                    + result.plan().removals().stream().filter(it -> !it.isDue(result.plan().now())).count() + " later");
            PlanTexts.printRemovals(result.plan().removals(), result.plan().now(), out);
        }
    }

    static ObjectNode json(CleanupResult result) {
        ObjectNode json = PlanTexts.json(result.plan(), !result.done());
        json.set("removed", PlanTexts.json(result.removed()));
        json.set("later", PlanTexts.json(result.later()));
        ObjectNode attachments = json.putObject("attachments");
        result.attachments().forEach((name, freed) -> attachments.putObject(name).put("objects", freed.objects()).put("bytes", freed.bytes()));
        PlanTexts.putFailures(json, result.destinations());
        return json.put("seconds", Math.round(result.seconds() * 1000) / 1000.0);
    }
}
