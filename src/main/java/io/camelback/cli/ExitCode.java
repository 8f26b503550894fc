package io.camelback.cli;

import io.camelback.failure.Failure;

/** The exit codes, as docs/operations.md tells them: the one place where failures become numbers. */
final class ExitCode {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int SOURCE = 3;
    static final int DESTINATION = 4;
    static final int DAMAGED = 5;
    static final int PARTLY = 6;
    static final int INTERRUPTED = 130;

    private ExitCode() {
    }

    static int of(Failure failure) {
        return switch (failure.reason()) {
            case INTERRUPTED -> INTERRUPTED;
            case PARTLY -> PARTLY;
            default -> switch (failure.party()) {
                case USER -> USAGE;
                case DESTINATION -> DESTINATION;
                case ARCHIVE -> DAMAGED;
                case CAMELBACK -> FAILED;
                case SOURCE -> switch (failure.reason()) {
                    case UNREACHABLE, DENIED, MISSING -> SOURCE;
                    default -> FAILED;
                };
            };
        };
    }
}
