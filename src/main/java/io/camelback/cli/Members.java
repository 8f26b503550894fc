package io.camelback.cli;

import io.camelback.catalog.ServerCatalog;
import io.camelback.catalog.ServerCatalog.Member;
import io.camelback.config.ServerConfig;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.StopSignal;
import io.camelback.server.DatabaseOutcome;
import io.camelback.server.DatabaseOutcome.Done;
import io.camelback.server.DatabaseOutcome.Failed;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The databases of a whole server that have archives, on the server or not: a command does for each what it does for a task. */
final class Members {

    private final ServerCatalog catalog;

    private Members(ServerCatalog catalog) {
        this.catalog = catalog;
    }

    /** Warns of destinations that can't be read; when none can, that is the failure. */
    static Members of(App app, ServerConfig server, PrintStream err) {
        ServerCatalog catalog = app.survey(server).orFail();
        catalog.failures().forEach((name, why) -> err.println("camelback: warning: " + name + " is left out: " + why.getMessage()));
        return new Members(catalog);
    }

    Map<String, Failure> unreachable() {
        return catalog.failures();
    }

    /**
     * One after the other; one that fails doesn't stop the others.
     *
     * @param work from a database's task to a result
     * @return by the databases' plain names
     */
    <T> Map<String, DatabaseOutcome<T>> each(StopSignal stop, Function<String, T> work) {
        Map<String, DatabaseOutcome<T>> outcomes = new TreeMap<>();
        for (Member member : catalog.members()) {
            stop.check();
            outcomes.put(member.database(), outcome(member, work));
        }
        return outcomes;
    }

    private static <T> DatabaseOutcome<T> outcome(Member member, Function<String, T> work) {
        try {
            return new Done<>(work.apply(member.task()));
        } catch (Failure e) {
            if (e.reason() == Reason.INTERRUPTED) {
                throw e;
            }
            return new Failed<>(e);
        }
    }

    static <T> List<T> done(Map<String, DatabaseOutcome<T>> outcomes) {
        return outcomes.values().stream().flatMap(it -> it instanceof Done<T> done ? Stream.of(done.result()) : Stream.<T>empty()).toList();
    }

    /** What was done for each, and how many there are. */
    <T> void print(Map<String, DatabaseOutcome<T>> outcomes, Predicate<T> isIdle, Consumer<T> text, PrintStream out) {
        outcomes.forEach((name, outcome) -> {
            if (outcome instanceof Failed<T> failed) {
                out.println(ServerConfig.memberName(catalog.task(), name) + ": FAILED: " + failed.why().getMessage());
            }
        });
        List<T> busy = done(outcomes).stream().filter(isIdle.negate()).toList();
        busy.forEach(text);
        out.println(catalog.task() + ": something to do for " + Texts.number(busy.size()) + " of " + Texts.number(outcomes.size())
                + " databases" + ServerTexts.failed(outcomes.values()));
    }

    /** @param code of what was done for those that could be found */
    int exitCode(int code) {
        return code == ExitCode.DONE && !unreachable().isEmpty() ? ExitCode.PARTLY : code;
    }
}
