package io.camelback.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.config.ServerConfig;
import io.camelback.config.Task;
import io.camelback.config.Verification;
import io.camelback.couchdb.Access;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.server.DatabaseOutcome;
import io.camelback.verify.TestRestoreRequest;
import io.camelback.verify.TestRestoreResult;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** {@code camelback verify --restore}: of one database, or of each database of a whole server. */
final class TestRestores {

    private final CliCommand command;
    private final App app;
    private final Optional<DatabaseUrl.WithCredentials> to;
    private final String at;

    TestRestores(CliCommand command, App app, String to, String at) {
        this.command = command;
        this.app = app;
        this.to = Optional.ofNullable(to).map(DatabaseUrl::parseServer);
        this.at = at;
    }

    /** Returns the exit code. */
    int run(String task) {
        Task named = app.config().named(task);
        return named instanceof ServerConfig server ? server(server) : database(named);
    }

    private int database(Task task) {
        TestRestoreResult result = restore(task, task.name());
        if (command.common.json) {
            command.print(json(result));
        } else {
            command.out.println(line(result));
        }
        tell(result);
        return exitCode(result);
    }

    private int server(ServerConfig server) {
        Members members = Members.of(app, server, command.err);
        Map<String, DatabaseOutcome<TestRestoreResult>> outcomes = members.each(command.stop, it -> restore(server, it));
        if (command.common.json) {
            ObjectNode json = CliCommand.object().put("task", server.name());
            json.set("databases", ServerTexts.json(outcomes, TestRestores::json));
            PlanTexts.putFailures(json, members.unreachable());
            command.print(json);
        } else {
            outcomes.forEach((name, outcome) -> ServerTexts.print(ServerConfig.memberName(server.name(), name), outcome, TestRestores::line, command.out));
        }
        Members.done(outcomes).forEach(this::tell);
        return VerifyCommand.exitCode(outcomes, members, TestRestores::exitCode);
    }

    private TestRestoreResult restore(Task task, String name) {
        Verification verification = task.verification();
        Access access = to.isPresent() ? TargetAccess.of(to, Optional.empty(), System.getenv()) : verification.access();
        Optional<Instant> point = Points.parse(at, task.zone());
        return app.job("direct:test-restore", name, "test restore", new TestRestoreRequest(name, to.map(DatabaseUrl.WithCredentials::url).or(verification::server), access,
                point, Bar.onTerminal(command.common.json)), TestRestoreResult.class);
    }

    private void tell(TestRestoreResult result) {
        result.removed().forEach(it -> command.err.println("camelback: removed " + it + ", which an earlier test restore had left"));
        result.refused().forEach(it -> command.err.println("camelback: " + result.task() + ": the server did not take " + it));
        result.differences().forEach(it -> command.err.println("camelback: " + result.task() + ": " + Texts.oneLine(it)
                + " came back otherwise than the archives have it"));
    }

    static int exitCode(TestRestoreResult result) {
        return !result.differences().isEmpty() ? ExitCode.DAMAGED : result.isWell() ? ExitCode.DONE : ExitCode.PARTLY;
    }

    private static String line(TestRestoreResult result) {
        return result.task() + ": restore point " + result.point() + (result.isWell() ? " can be restored: " : " came back, BUT NOT AS IT WAS: ")
                + Texts.number(result.documents()) + " documents (" + Texts.number(result.deleted()) + " deleted), " + Texts.number(result.revisions())
                + " leaf revisions, " + Texts.number(result.compared()) + " of them compared, " + Texts.seconds(result.seconds());
    }

    static ObjectNode json(TestRestoreResult result) {
        ObjectNode json = CliCommand.object().put("task", result.task()).put("point", result.point().toString()).put("database", result.database())
                .put("documents", result.documents()).put("deleted", result.deleted()).put("revisions", result.revisions())
                .put("compared", result.compared());
        result.differences().forEach(json.putArray("differences")::add);
        result.refused().forEach(json.putArray("refused")::add);
        result.removed().forEach(json.putArray("removed")::add);
        return json.put("seconds", Math.round(result.seconds() * 1000) / 1000.0);
    }
}
