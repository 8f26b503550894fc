package io.camelback.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.backup.BackupResult;
import io.camelback.config.ServerConfig;
import io.camelback.failure.Failure;
import io.camelback.server.DatabaseOutcome;
import io.camelback.server.DatabaseOutcome.Done;
import io.camelback.server.DatabaseOutcome.Failed;
import io.camelback.server.DatabaseOutcome.LeftOut;
import io.camelback.server.ServerResult;
import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** What a job did for a whole server, for people and for scripts. */
final class ServerTexts {

    private ServerTexts() {
    }

    /** A line for each database that something became of, and one for all. */
    static void print(ServerResult result, PrintStream out) {
        result.databases().forEach((name, outcome) -> print(ServerConfig.memberName(result.task(), name), outcome, ServerTexts::line, out));
        List<BackupResult> done = Members.done(result.databases());
        long changed = done.stream().filter(it -> !it.unchanged()).count();
        out.println(result.task() + ": " + Texts.number(changed) + " of " + Texts.number(result.all()) + " databases changed"
                + (done.size() > changed ? ", " + Texts.number(done.size() - changed) + " looked at and unchanged" : "")
                + failed(result.databases().values()) + ", " + Texts.seconds(result.seconds()));
        destinations(result).forEach((name, why) -> out.println("  " + name + ": FAILED, what is not there comes with the next run: " + why));
    }

    /** Empty for a database of which there is nothing to say. */
    private static String line(BackupResult result) {
        List<String> without = result.destinations().entrySet().stream().filter(it -> it.getValue().isPresent()).map(Map.Entry::getKey).toList();
        return result.unchanged() && result.copied().isEmpty() && without.isEmpty() ? "" : BackupTexts.line(result)
                + (without.isEmpty() ? "" : "; not on " + String.join(", ", without))
                + (result.copied().isEmpty() ? "" : "; caught up: " + String.join(", ", result.copied().keySet()));
    }

    static void warn(ServerResult result, PrintStream err) {
        if (result.all() == 0) {
            err.println("camelback: warning: task " + result.task() + " has no databases: none on the server matches");
        }
        Members.done(result.databases()).forEach(each -> each.warnings()
                .forEach(it -> err.println("camelback: warning: " + each.task() + ": " + it)));
    }

    static ObjectNode json(ServerResult result) {
        ObjectNode json = CliCommand.object().put("task", result.task());
        json.set("databases", json(result.databases(), BackupTexts::json));
        json.put("idle", result.idle()).put("seconds", Math.round(result.seconds() * 1000) / 1000.0);
        ObjectNode destinations = json.putObject("failures");
        destinations(result).forEach(destinations::put);
        return json;
    }

    static int exitCode(ServerResult result) {
        int code = exitCode(result.databases().values(), BackupTexts::exitCode, result.idle() > 0);
        return code == ExitCode.DONE && !result.destinations().isEmpty() ? ExitCode.PARTLY : code;
    }

    /** Why something of this run is not on a destination: the first reason of each. */
    private static Map<String, String> destinations(ServerResult result) {
        Map<String, String> reasons = new LinkedHashMap<>();
        result.destinations().forEach((name, why) -> reasons.put(name, why.getMessage()));
        Members.done(result.databases()).forEach(each -> each.destinations()
                .forEach((name, failure) -> failure.ifPresent(it -> reasons.putIfAbsent(name, it.getMessage()))));
        return reasons;
    }

    /** One database of a whole server, in a line, unless there is nothing to say of it. */
    static <T> void print(String member, DatabaseOutcome<T> outcome, Function<T, String> text, PrintStream out) {
        String line = outcome instanceof Done<T> done ? text.apply(done.result())
                : outcome instanceof Failed<T> failed ? member + ": FAILED: " + failed.why().getMessage()
                : member + ": " + ((LeftOut<T>) outcome).why();
        if (!line.isEmpty()) {
            out.println(line);
        }
    }

    /** How many failed, for the last line. */
    static <T> String failed(Collection<DatabaseOutcome<T>> outcomes) {
        long failed = outcomes.stream().filter(it -> it instanceof Failed<T>).count();
        return failed == 0 ? "" : ", " + Texts.number(failed) + " failed";
    }

    static <T> ObjectNode json(Map<String, DatabaseOutcome<T>> outcomes, Function<T, ObjectNode> text) {
        ObjectNode json = CliCommand.object();
        outcomes.forEach((name, outcome) -> json.set(name, outcome instanceof Done<T> done ? text.apply(done.result())
                : outcome instanceof Failed<T> failed ? CliCommand.error(failed.why().getMessage(), ExitCode.of(failed.why()))
                : CliCommand.object().put("leftOut", ((LeftOut<T>) outcome).why())));
        return json;
    }

    /** @param others whether databases beside these are well */
    static <T> int exitCode(Collection<DatabaseOutcome<T>> outcomes, ToIntFunction<T> done, boolean others) {
        Set<Integer> codes = outcomes.stream().filter(it -> !(it instanceof LeftOut<T>)).map(it -> it instanceof Done<T> ended
                ? done.applyAsInt(ended.result()) : ExitCode.of(failure(it))).collect(Collectors.toSet());
        boolean allFailed = !others && !outcomes.isEmpty() && outcomes.stream().allMatch(it -> it instanceof Failed<T>);
        return codes.isEmpty() || codes.equals(Set.of(ExitCode.DONE)) ? ExitCode.DONE : !allFailed ? ExitCode.PARTLY
                : codes.size() == 1 ? codes.iterator().next() : ExitCode.FAILED;
    }

    private static Failure failure(DatabaseOutcome<?> outcome) {
        return ((Failed<?>) outcome).why();
    }
}
