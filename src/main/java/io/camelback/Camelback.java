package io.camelback;

import io.camelback.cli.CommandLineMain;

/** The entry point of the command {@code camelback}. Start reading here: a command, the route it calls, the beans of that route. */
public final class Camelback {

    private Camelback() {
    }

    public static void main(String[] args) {
        System.exit(CommandLineMain.execute(args));
    }
}
