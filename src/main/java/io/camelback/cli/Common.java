package io.camelback.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of every command. */
final class Common {

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration. Default: application.properties here.")
    Path config = Path.of("application.properties");

    @Option(names = "--json", description = "Prints one JSON object on standard output, and nothing else there.")
    boolean json;

    @Option(names = "--stacktrace", description = "Prints where in the program a failure came from.")
    boolean stacktrace;
}
