package io.camelback.backup;

import io.camelback.archive.Manifest;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.util.Optional;

/** Whether the source is still the database that the chain came from: a delta of another one would be a silent gap. */
final class SourceIdentity {

    /** What servers say of every database that don't tell when one was made. */
    private static final String UNTOLD = "0";
    private static final String ANEW = "was created anew since the last backup";

    private SourceIdentity() {
    }

    /** How it came to be another one since the last backup; empty if it is the same. */
    static Optional<String> changed(Run run, Manifest last) {
        String was = last.source().instanceStartTime();
        String is = run.source.info().instanceStartTime();
        boolean told = was != null && !was.equals(UNTOLD) && !is.equals(UNTOLD);
        boolean differs = was != null && !was.equals(is);
        if (differs && (told || !hasCheckpoint(last))) {
            return Optional.of(ANEW);
        }
        if (hasCheckpoint(last) && !Checkpoint.knows(run.source.database(), last.lineage(), last.until())) {
            return Optional.of("does not know of the last backup, so it was created anew, or put back from an older copy");
        }
        return Optional.empty();
    }

    /**
     * Whatever was read of a database that was made anew meanwhile may be of the old one or of the new one.
     *
     * @throws Failure if it was, since the run began
     */
    static void check(Run run) {
        boolean same = run.source.database().info().instanceStartTime().equals(run.source.info().instanceStartTime());
        if (!same || !knowsStill(run)) {
            throw Failure.source(Reason.REFUSED, "the database " + run.source.url() + " was created anew during the run")
                    .remedy("Nothing of it is committed; run it again, and a new lineage begins");
        }
    }

    /** Told by the checkpoint only where the server tells nothing itself. */
    private static boolean knowsStill(Run run) {
        if (run.isBaseline() || !run.source.info().instanceStartTime().equals(UNTOLD)) {
            return true;
        }
        Manifest last = run.chain.orElseThrow().last().manifest();
        return !hasCheckpoint(last) || Checkpoint.knows(run.source.database(), last.lineage(), last.until());
    }

    private static boolean hasCheckpoint(Manifest last) {
        return Boolean.TRUE.equals(last.settings().get(RunManifest.CHECKPOINT));
    }
}
