package io.camelback.cli;

import io.camelback.archive.Selection;
import io.camelback.failure.Failure;
import java.util.List;

/** The option {@code --only}: some documents of a restore point. */
final class Only {

    static final String DESCRIPTION = "Only this document, or all whose ids begin so: order:*. May be given more than once.";

    private Only() {
    }

    /** @param patterns null for all documents */
    static Selection of(List<String> patterns) {
        try {
            return patterns == null ? Selection.ALL : Selection.of(patterns);
        } catch (Failure e) {
            throw Failure.usage("--only: " + e.getMessage()).cause(e);
        }
    }
}
