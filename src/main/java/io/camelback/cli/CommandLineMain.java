package io.camelback.cli;

import io.camelback.failure.Failure;
import java.util.List;
import picocli.CommandLine;

/** The command line as a function from words to an exit code. */
public final class CommandLineMain {

    private CommandLineMain() {
    }

    /** Prints to standard output and standard error. */
    public static int execute(String... args) {
        CommandLine line = new CommandLine(new CamelbackCommand());
        line.setParameterExceptionHandler((e, words) -> {
            String message = Failure.usage(e.getMessage().replaceAll("\\.+$", "")).remedy("camelback help says more").getMessage();
            System.err.println("camelback: " + message);
            if (List.of(words).contains("--json")) {
                System.out.println(CliCommand.error(message, ExitCode.USAGE));
            }
            return ExitCode.USAGE;
        });
        return args.length == 0 ? line.execute("help") : line.execute(args);
    }
}
