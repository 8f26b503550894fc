package io.camelback.backup;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.AttachmentList;
import io.camelback.archive.ManifestJson;
import io.camelback.destination.Destination;
import io.camelback.destination.StoreRequest;
import io.camelback.failure.Failure;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code noting}: what a run of several chunks notes of its archive while it is unfinished. {@link Resumption} reads it. */
public final class Noting {

    private static final Logger LOG = LoggerFactory.getLogger("io.camelback.backup");

    private final Clock clock;
    private final Function<String, Destination> destinations;

    /** @param destinations by name */
    Noting(Clock clock, Function<String, Destination> destinations) {
        this.clock = clock;
        this.destinations = destinations;
    }

    /** What was added to the list of attachments by the chunk; null when nothing was. */
    public StoreRequest attachments(@Body Run run) {
        String name = AttachmentList.partName(run.attachmentParts.size(), run.tag);
        Path file = run.staging.file(name);
        return run.attachments.part(file).map(list -> {
            run.attachmentParts.add(new Unfinished.Part(name, list));
            return new StoreRequest(run.archive.key(name), file, run.alive());
        }).orElse(null);
    }

    /** What is stored by now. If this run dies, the next one goes on from here. */
    public StoreRequest unfinished(@Body Run run) {
        RunManifest.checkpoint(run);
        Unfinished unfinished = new Unfinished(RunManifest.soFar(run, clock), run.isFull(), run.task.keepDeleted(), run.rows(), run.stillAgain(), run.attachmentParts);
        run.noted = true;
        Path file = run.staging.write(ArchiveName.UNFINISHED, ManifestJson.write(unfinished.asManifest()));
        return new StoreRequest(run.archive.key(ArchiveName.UNFINISHED), file, run.alive());
    }

    /** It is finished, and what was noted of it goes; what can't be removed is left to a cleanup. */
    public void forget(Run run) {
        if (run.noted) {
            run.alive().forEach(it -> forget(run, it));
        }
    }

    private void forget(Run run, String destination) {
        try {
            run.attachmentParts.forEach(it -> destinations.apply(destination).delete(run.archive.key(it.file())));
            destinations.apply(destination).delete(run.archive.key(ArchiveName.UNFINISHED));
        } catch (Failure e) {
            LOG.debug("{} keeps what was noted of the unfinished {}: {}", destination, run.archive, e.getMessage());
        }
    }
}
