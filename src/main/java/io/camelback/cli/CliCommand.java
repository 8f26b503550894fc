package io.camelback.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.encryption.NativeCrypto;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.StopSignal;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Mixin;

/**
 * What every command has in common: it starts Camelback, does its work, and tells a failure in one line. Results go to standard output,
 * everything else to standard error.
 */
abstract class CliCommand implements Callable<Integer> {

    /** Where the launcher says that the installation is; the routes that come with it are there. */
    private static final String HOME = "camelback.home";

    @Mixin
    Common common;

    final StopSignal stop = new StopSignal();
    final PrintStream out = System.out;
    final PrintStream err = System.err;

    /** What there is to say is said before the process is let go. */
    @Override
    public final Integer call() {
        try (Interrupts interrupts = Interrupts.on(stop, exitCodeWhenStopped())) {
            return startAndWork();
        }
    }

    private int startAndWork() {
        CompletableFuture<?> crypto = movesMuch() ? NativeCrypto.load() : CompletableFuture.completedFuture(null);
        try (App app = App.start(common.config, System.getenv(), home(), stop)) {
            crypto.join();
            return work(app);
        } catch (Failure e) {
            return report(e);
        } catch (RuntimeException e) {
            return report(Failure.camelback(Reason.FAILED, "unexpected: " + e).remedy("--stacktrace shows more").cause(e));
        }
    }

    /** Returns the exit code. */
    abstract int work(App app);

    /** Whether it may read or write so much that what takes a moment to load, and makes that quick, is worth it. */
    boolean movesMuch() {
        return false;
    }

    int exitCodeWhenStopped() {
        return ExitCode.INTERRUPTED;
    }

    void print(ObjectNode json) {
        out.println(json);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** What {@code --json} prints of a failure. */
    static ObjectNode error(String message, int exitCode) {
        return object().put("error", message).put("exitCode", exitCode);
    }

    private int report(Failure failure) {
        int code = ExitCode.of(failure);
        err.println("camelback: " + failure.getMessage());
        if (common.stacktrace) {
            failure.printStackTrace(err);
        }
        if (common.json) {
            print(error(failure.getMessage(), code));
        }
        return code;
    }

    static Path home() {
        return Path.of(System.getProperty(HOME, "."));
    }
}
