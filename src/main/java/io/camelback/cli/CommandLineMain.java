package io.camelback.cli;

import picocli.CommandLine;

/** The command line as a function from words to an exit code. */
public final class CommandLineMain {

    private CommandLineMain() {
    }

    /** Prints to standard output and standard error. */
    public static int execute(String... args) {
        CommandLine line = new CommandLine(new CamelbackCommand());
        line.setParameterExceptionHandler((e, words) -> {
            line.getErr().println("camelback: " + e.getMessage() + ". camelback help says more");
            return ExitCode.USAGE;
        });
        return args.length == 0 ? line.execute("help") : line.execute(args);
    }
}
