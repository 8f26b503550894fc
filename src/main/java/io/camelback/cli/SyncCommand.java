package io.camelback.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.config.ServerConfig;
import io.camelback.failure.Failure;
import io.camelback.retention.Plan.Copy;
import io.camelback.server.DatabaseOutcome;
import io.camelback.sync.SyncRequest;
import io.camelback.sync.SyncResult;
import io.camelback.sync.SyncResult.Repair;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "sync", description = "Brings all destinations to the same content: copies what one lacks, replaces what is damaged.",
        mixinStandardHelpOptions = true)
final class SyncCommand extends CliCommand {

    private static final String ROW = "  %-8s  %-16s  %s%n";

    @Parameters(paramLabel = "TASK", description = "The task, as named in the configuration; of a whole server each database, one after the other.")
    String task;

    @Option(names = "--dry-run", description = "Prints what would be copied and replaced, and does nothing.")
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
        SyncResult result = sync(app, task);
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
        Map<String, DatabaseOutcome<SyncResult>> outcomes = members.each(stop, it -> sync(app, it));
        if (common.json) {
            ObjectNode json = object().put("task", task);
            json.set("databases", ServerTexts.json(outcomes, SyncCommand::json));
            PlanTexts.putFailures(json, members.unreachable());
            print(json);
        } else {
            members.print(outcomes, it -> it.copies().isEmpty() && it.doubts().isEmpty() && it.problems().isEmpty(), this::print, out);
        }
        Members.done(outcomes).forEach(this::warn);
        return members.exitCode(ServerTexts.exitCode(outcomes.values(), SyncCommand::exitCode, false));
    }

    private SyncResult sync(App app, String name) {
        SyncRequest request = new SyncRequest(name, dryRun, Bar.onTerminal(common.json));
        return dryRun ? app.call("direct:sync", request, SyncResult.class) : app.job("direct:sync", name, "sync", request, SyncResult.class);
    }

    private void warn(SyncResult result) {
        result.destinations().forEach((name, why) -> err.println("camelback: warning: " + name + " is left out: " + why.getMessage()));
        result.problems().forEach(it -> err.println("camelback: " + it.getMessage()));
    }

    static int exitCode(SyncResult result) {
        return !result.problems().isEmpty() ? ExitCode.DAMAGED : result.destinations().isEmpty() ? ExitCode.DONE : ExitCode.PARTLY;
    }

    private void print(SyncResult result) {
        List<Copy> copies = result.done() ? result.copied() : result.copies();
        List<Repair> repairs = result.done() ? result.repaired() : result.doubts();
        String each = copies.size() + (copies.size() == 1 ? " archive" : " archives");
        String objects = repairs.size() + (repairs.size() == 1 ? " object" : " objects");
        out.println(result.task() + ": " + (!result.done() ? each + " to be copied, " + objects + " to be looked at and replaced"
                : copies.isEmpty() && repairs.isEmpty() ? "nothing to copy" : each + " copied, " + objects + " replaced, " + Texts.seconds(result.seconds())));
        repairs.forEach(it -> out.printf(Locale.ROOT, ROW, "replace", it.destination(), Texts.oneLine(it.key() + " " + it.why())));
        copies.forEach(it -> out.printf(Locale.ROOT, ROW, "copy to", it.destination(), it.archive().id() + ", "
                + Texts.bytes(it.archive().manifest().counts().stored())));
    }

    static ObjectNode json(SyncResult result) {
        ObjectNode json = object().put("task", result.task()).put("dryRun", !result.done());
        put(json.putArray("copies"), result.copies());
        putRepairs(json.putArray("doubts"), result.doubts());
        put(json.putArray("copied"), result.copied());
        putRepairs(json.putArray("replaced"), result.repaired());
        PlanTexts.putFailures(json, result.destinations());
        ArrayNode problems = json.putArray("problems");
        result.problems().stream().map(Failure::getMessage).forEach(problems::add);
        return json.put("seconds", Math.round(result.seconds() * 1000) / 1000.0);
    }

    private static void put(ArrayNode array, List<Copy> copies) {
        copies.forEach(it -> array.addObject().put("destination", it.destination()).put("archive", it.archive().id())
                .put("bytes", it.archive().manifest().counts().stored()));
    }

    private static void putRepairs(ArrayNode array, List<Repair> repairs) {
        repairs.forEach(it -> array.addObject().put("destination", it.destination()).put("object", it.key()).put("why", it.why()));
    }
}
