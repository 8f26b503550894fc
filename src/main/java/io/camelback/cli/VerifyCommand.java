package io.camelback.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.config.Sample;
import io.camelback.config.ServerConfig;
import io.camelback.failure.Failure;
import io.camelback.server.DatabaseOutcome;
import io.camelback.server.DatabaseOutcome.Done;
import io.camelback.verify.VerifyRequest;
import io.camelback.verify.VerifyResult;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "verify", description = "Reads what destinations hold of a task, and tells what is damaged or missing.", mixinStandardHelpOptions = true,
        footer = {"", "Exit code 5 when anything is damaged, 6 when a destination lacks something or can't be reached, 4 when none can."})
final class VerifyCommand extends CliCommand {

    @Parameters(paramLabel = "TASK", description = "The task, as named in the configuration; of a whole server each database, one after the other, or "
            + "one of them: TASK/DATABASE.")
    String task;

    @Option(names = "--destination", paramLabel = "NAME", description = "The only destination to be read.")
    String destination;

    @Option(names = "--sample", paramLabel = "PART", description = "Reads only so much, chosen at random, such as 5%%; of every archive one file at least.")
    String sample;

    @Option(names = "--restore", description = "Restores into a database made for it, compares what is there then, and removes it again.")
    boolean restore;

    @Option(names = "--to", paramLabel = "URL", description = "With --restore: the server for that database; the source's if left out. It may have "
            + "user:password@ in it; an API key of IBM Cloud is taken from CAMELBACK_TARGET_IAM_API_KEY.")
    String to;

    @Option(names = "--at", paramLabel = "TIME", description = "With --restore: " + Points.DESCRIPTION)
    String at;

    @Override
    boolean movesMuch() {
        return true;
    }

    @Override
    int work(App app) {
        if (restore ? destination != null || sample != null : to != null || at != null) {
            throw Failure.usage("--to and --at go with --restore, --destination and --sample without it").remedy("Keep the one or the other");
        }
        if (restore) {
            return new TestRestores(this, app, to, at).run(task);
        }
        return app.config().named(task) instanceof ServerConfig server ? server(app, server) : database(app);
    }

    private int database(App app) {
        VerifyResult result = verify(app, task);
        VerifyTexts.warn(result, err);
        if (common.json) {
            print(VerifyTexts.json(result));
        } else {
            VerifyTexts.print(result, out);
        }
        return VerifyTexts.exitCode(result);
    }

    private int server(App app, ServerConfig server) {
        Members members = Members.of(app, server, err);
        Map<String, DatabaseOutcome<VerifyResult>> outcomes = members.each(stop, it -> verify(app, it));
        Members.done(outcomes).forEach(it -> VerifyTexts.warn(it, err));
        if (common.json) {
            ObjectNode json = object().put("task", task);
            json.set("databases", ServerTexts.json(outcomes, VerifyTexts::json));
            PlanTexts.putFailures(json, members.unreachable());
            print(json);
        } else {
            outcomes.forEach((name, outcome) -> ServerTexts.print(ServerConfig.memberName(task, name), outcome, VerifyTexts::line, out));
        }
        return exitCode(outcomes, members, VerifyTexts::exitCode);
    }

    private VerifyResult verify(App app, String name) {
        return app.job("direct:verify", name, "verify", new VerifyRequest(name, Optional.ofNullable(destination), sample(), Bar.onTerminal(common.json)),
                VerifyResult.class);
    }

    private Sample sample() {
        try {
            return sample == null ? Sample.ALL : Sample.parse(sample);
        } catch (Failure e) {
            throw Failure.usage("--sample: " + e.getMessage()).cause(e);
        }
    }

    /** Damage of a single database is told before anything else. */
    static <T> int exitCode(Map<String, DatabaseOutcome<T>> outcomes, Members members, ToIntFunction<T> code) {
        boolean damaged = outcomes.values().stream().anyMatch(it -> (it instanceof Done<T> done ? code.applyAsInt(done.result())
                : it instanceof DatabaseOutcome.Failed<T> failed ? ExitCode.of(failed.why()) : ExitCode.DONE) == ExitCode.DAMAGED);
        return damaged ? ExitCode.DAMAGED : members.exitCode(ServerTexts.exitCode(outcomes.values(), code, false));
    }
}
