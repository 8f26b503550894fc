package io.camelback.backup;

import io.camelback.archive.ArchiveFile;
import io.camelback.archive.ManifestJson;
import io.camelback.catalog.Intact;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Body;

/** The bean {@code readBack}: for tasks that want it, a look at every byte that a run has stored. */
public final class ReadBack {

    private final Function<String, Destination> destinations;

    /** @param destinations by name */
    ReadBack(Function<String, Destination> destinations) {
        this.destinations = destinations;
    }

    /** Destinations whose files are read back: none unless the task wants that. */
    public List<Written> places(@Body Run run) {
        return run.task.verification().afterRun() && run.hasNews() ? run.alive().stream().map(it -> new Written(run, it)).toList() : List.of();
    }

    /** Nothing is committed where a byte isn't as it was stored; such a destination catches up with the next run. */
    public void files(@Body Written written) {
        Run run = written.run();
        try {
            for (ArchiveFile file : Commit.files(run)) {
                run.stop.check();
                Intact.check(destinations.apply(written.destination()), run.archive.key(file.name()), file.size(), file.sha256());
            }
        } catch (Failure e) {
            if (e.reason() == Reason.INTERRUPTED) {
                throw e;
            }
            run.lost(written.destination(), e);
        }
    }

    /** The archive is committed; this is the last that had to be seen. */
    public void manifest(Run run) {
        if (run.task.verification().afterRun()) {
            run.alive().forEach(it -> manifest(run, it));
            run.verified = run.alive();
        }
    }

    private void manifest(Run run, String destination) {
        try {
            Intact.check(destinations.apply(destination), run.archive.manifestKey(), run.manifest.length, ManifestJson.sha256(run.manifest));
        } catch (Failure e) {
            run.lost(destination, e);
        }
    }
}
