package io.camelback.cli;

import io.camelback.couchdb.DatabaseUrl;
import io.camelback.couchdb.Limits;
import io.camelback.failure.Failure;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** The options that limit what is asked of a target: of all databases that one command restores, together. */
final class TargetLimits {

    private static final String REQUESTS = "--limit-requests";
    private static final String WRITES = "--limit-writes";

    @Option(names = REQUESTS, paramLabel = "NUMBER", description = "How many requests the target gets in a second, at the most: 20, or 0.5.")
    String requests;

    @Option(names = WRITES, paramLabel = "NUMBER", description = "How many revisions of documents are written to the target in a second, at the most.")
    String writes;

    /** Those given; what isn't given is the task's, if the target is on the source's server. */
    Limits of(Optional<DatabaseUrl.WithCredentials> target) {
        Limits limits = new Limits("the target", rate(REQUESTS, requests), rate(WRITES, writes), OptionalDouble.empty());
        if (limits.isNone()) {
            return Limits.NONE;
        }
        if (target.isEmpty()) {
            throw Failure.usage((requests != null ? REQUESTS : WRITES) + " is for the target that --to names")
                    .remedy("Add --to URL; for the source, set the task's limit.requests and limit.writes");
        }
        return limits;
    }

    private static OptionalDouble rate(String option, String text) {
        if (text == null) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Limits.perSecond(text));
        } catch (Failure e) {
            throw Failure.usage(option + ": " + e.getMessage()).cause(e);
        }
    }
}
