package io.camelback.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.config.ServerConfig;
import io.camelback.config.Task;
import io.camelback.config.TaskConfig;
import io.camelback.status.ServerStatus;
import io.camelback.status.Status;
import io.camelback.status.TaskStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "status", description = "Tells how tasks stand. Exit code 1 when one is stale, 6 when a destination is behind or "
        + "can't be read, 4 or 5 when none can.",
        mixinStandardHelpOptions = true)
final class StatusCommand extends CliCommand {

    @Parameters(paramLabel = "TASK", arity = "0..1", description = "The task; all of them if left out. One database of a whole server: "
            + "TASK/DATABASE.")
    String task;

    @Override
    int work(App app) {
        Collection<Task> tasks = task == null ? app.config().tasks().values() : List.of(app.config().named(task));
        List<TaskStatus> databases = new ArrayList<>();
        List<ServerStatus> servers = new ArrayList<>();
        Map<String, LastVerify> verified = new HashMap<>();
        Status status = new Status(app.config().clock());
        for (Task each : tasks) {
            if (each instanceof ServerConfig server) {
                servers.add(status.of(server, app.notes(server)));
            } else if (each instanceof TaskConfig one) {
                databases.add(app.config().named(one.connection()) instanceof ServerConfig server
                        ? status.of(one, app.survey(one), app.notes(server)) : status.of(one, app.survey(one)));
            }
        }
        databases.forEach(it -> verified.put(it.task(), LastVerify.of(app, app.config().task(it.task()), it)));
        if (common.json) {
            ObjectNode json = object();
            ArrayNode array = json.putArray("tasks");
            databases.forEach(it -> array.add(json(it, verified.get(it.task()))));
            servers.forEach(it -> array.add(ServerStatusTexts.json(it)));
            print(json);
        } else {
            databases.forEach(it -> print(it, verified.get(it.task())));
            servers.forEach(it -> ServerStatusTexts.print(it, out));
        }
        int code = exitCode(databases, servers);
        return code == ExitCode.DONE && verified.values().stream().anyMatch(LastVerify::isDamaged) ? ExitCode.PARTLY : code;
    }

    private static int exitCode(List<TaskStatus> databases, List<ServerStatus> servers) {
        boolean stale = databases.stream().anyMatch(TaskStatus::stale) || servers.stream().anyMatch(ServerStatus::stale);
        boolean well = databases.stream().allMatch(TaskStatus::isWell) && servers.stream().allMatch(ServerStatus::isWell);
        return Stream.concat(databases.stream().map(TaskStatus::failure), servers.stream().map(ServerStatus::failure)).flatMap(Optional::stream)
                .findFirst().map(ExitCode::of).orElse(stale ? ExitCode.FAILED : well ? ExitCode.DONE : ExitCode.PARTLY);
    }

    private static String state(TaskStatus status, LastVerify verified) {
        return status.failure().isPresent() ? "UNKNOWN" : status.lastGood().isEmpty() ? "NO BACKUP YET" : status.stale() ? "STALE"
                : verified.isDamaged() ? "DAMAGED" : "good";
    }

    private void print(TaskStatus status, LastVerify verified) {
        out.println(status.task() + ": " + state(status, verified));
        status.lastGood().ifPresent(it -> out.println("  last good run  " + it + ", " + Texts.duration(status.age().orElseThrow()) + " ago"
                + (status.unchanged() ? ", unchanged" : "")));
        status.point().ifPresent(it -> out.println("  restore point  " + it + ", " + Texts.duration(status.pointAge().orElseThrow()) + " ago"));
        out.println("  next run       " + status.nextRun().map(Object::toString).orElse("not scheduled"));
        status.behind().forEach(it -> out.println("  behind         " + it + ": the next run brings it up to date"));
        status.unreachable().forEach((name, why) -> out.println("  unreachable    " + name + ": " + why));
        verified.print(out);
    }

    private static ObjectNode json(TaskStatus status, LastVerify verified) {
        ObjectNode json = object().put("task", status.task()).put("state", state(status, verified).toLowerCase(Locale.ROOT))
                .put("stale", status.stale()).put("unchanged", status.unchanged());
        json.put("lastGoodRun", status.lastGood().map(Object::toString).orElse(null));
        json.put("restorePoint", status.point().map(Object::toString).orElse(null));
        status.age().ifPresent(it -> json.put("ageSeconds", it.toSeconds()));
        status.pointAge().ifPresent(it -> json.put("restorePointAgeSeconds", it.toSeconds()));
        json.put("nextRun", status.nextRun().map(Object::toString).orElse(null));
        status.behind().forEach(json.putArray("behind")::add);
        ObjectNode unreachable = json.putObject("unreachable");
        status.unreachable().forEach(unreachable::put);
        json.set("verified", verified.json());
        return json;
    }
}
