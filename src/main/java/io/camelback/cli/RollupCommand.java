package io.camelback.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.archive.Manifest;
import io.camelback.config.ServerConfig;
import io.camelback.failure.Failure;
import io.camelback.rollup.RollupRequest;
import io.camelback.rollup.RollupResult;
import io.camelback.server.DatabaseOutcome;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "rollup", description = "Merges archives that have left their level, and brings every destination up to date.",
        mixinStandardHelpOptions = true)
final class RollupCommand extends CliCommand {

    @Parameters(paramLabel = "TASK", description = "The task, as named in the configuration; of a whole server each database, one after the other.")
    String task;

    @Option(names = "--dry-run", description = "Prints what would be done, and does nothing.")
    boolean dryRun;

    @Override
    boolean movesMuch() {
        return true;
    }

    @Override
    int work(App app) {
        return app.config().named(task) instanceof ServerConfig server ? server(app, server) : database(app);
    }

    private int database(App app) {
        RollupResult result = rollup(app, task);
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
        Map<String, DatabaseOutcome<RollupResult>> outcomes = members.each(stop, it -> rollup(app, it));
        if (common.json) {
            ObjectNode json = object().put("task", task);
            json.set("databases", ServerTexts.json(outcomes, RollupCommand::json));
            PlanTexts.putFailures(json, members.unreachable());
            print(json);
        } else {
            members.print(outcomes, it -> isIdle(it), this::print, out);
        }
        Members.done(outcomes).forEach(this::warn);
        return members.exitCode(ServerTexts.exitCode(outcomes.values(), RollupCommand::exitCode, false));
    }

    private RollupResult rollup(App app, String name) {
        RollupRequest request = new RollupRequest(name, dryRun, Bar.onTerminal(common.json));
        return dryRun ? app.call("direct:rollup", request, RollupResult.class) : app.job("direct:rollup", name, "rollup", request, RollupResult.class);
    }

    static boolean isIdle(RollupResult result) {
        return (result.done() ? result.archives() : result.plan().rollups()).isEmpty()
                && (result.done() ? result.copied().keySet() : result.plan().copies()).isEmpty();
    }

    private void warn(RollupResult result) {
        result.destinations().forEach((name, why) -> err.println("camelback: warning: " + name + " is left out: " + why.getMessage()));
        result.problems().forEach(it -> err.println("camelback: " + it.getMessage()));
    }

    static int exitCode(RollupResult result) {
        return !result.problems().isEmpty() ? ExitCode.DAMAGED : result.destinations().isEmpty() ? ExitCode.DONE : ExitCode.PARTLY;
    }

    private void print(RollupResult result) {
        if (!result.done()) {
            int rollups = result.plan().rollups().size();
            int copies = result.plan().copies().size();
            out.println(result.plan().task() + ": " + rollups + (rollups == 1 ? " rollup, " : " rollups, ") + copies + (copies == 1 ? " copy" : " copies") + " to be made");
            PlanTexts.printRollups(result.plan(), out);
            return;
        }
        out.println(result.plan().task() + ": " + (result.archives().isEmpty() ? "nothing to roll up" : result.archives().size() + " rolled up, "
                + Texts.seconds(result.seconds())));
        for (Manifest made : result.archives()) {
            out.println("  " + made.name().id() + " of " + made.inputs().size() + (made.inputs().size() == 1 ? " archive, " : " archives, ")
                    + Texts.number(made.counts().documents()) + " documents, " + Texts.bytes(made.counts().bytes()) + " of JSON in "
                    + Texts.bytes(made.counts().stored()));
        }
        result.copied().forEach((name, count) -> out.println("  " + name + ": caught up with " + count + (count == 1 ? " archive" : " archives")));
    }

    static ObjectNode json(RollupResult result) {
        ObjectNode json = PlanTexts.json(result.plan(), !result.done());
        result.archives().forEach(it -> json.withArray("archives").add(it.name().id()));
        json.withArray("archives");
        ObjectNode copied = json.putObject("copied");
        result.copied().forEach(copied::put);
        PlanTexts.putFailures(json, result.destinations());
        json.withArray("problems");
        result.problems().stream().map(Failure::getMessage).forEach(json.withArray("problems")::add);
        return json.put("seconds", Math.round(result.seconds() * 1000) / 1000.0);
    }
}
