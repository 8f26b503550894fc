package io.camelback.backup;

import io.camelback.archive.Attachment;
import io.camelback.destination.Outcome;
import io.camelback.destination.StoreRequest;
import io.camelback.failure.Failure;
import io.camelback.job.Staging;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Body;

/**
 * The bean {@code attachments}: those too large to travel inside their documents. Each is read once and goes where it isn't yet; a document
 * that changes while its attachments don't costs nothing of them.
 */
public final class Attachments {

    Attachments() {
    }

    /** Reads an attachment for the destinations that lack it; null when none does, or when the document has changed since. */
    public StoreRequest fetch(@Body LargeAttachment large) {
        Run run = large.run();
        run.stop.check();
        List<String> lacking = run.alive().stream().filter(it -> !has(run, it, large.attachment())).toList();
        run.checkEnough();
        if (lacking.isEmpty()) {
            run.attachments.add(large.attachment());
            return null;
        }
        run.rooms.take(large);
        Path file = run.staging.fresh();
        boolean read = false;
        try {
            read = run.source.attachments().read(large.attachment(), large.revision(), file);
        } finally {
            if (!read) {
                run.rooms.give(large);
            }
        }
        if (!read) {
            run.again(large.attachment().document());
            return null;
        }
        return new StoreRequest(large.attachment().key(run.task.name()), file, lacking);
    }

    /** A destination that doesn't tell is out, and lacks nothing any more. */
    private static boolean has(Run run, String destination, Attachment attachment) {
        try {
            return run.objects(destination).has(attachment);
        } catch (Failure e) {
            run.lost(destination, e);
            return true;
        }
    }

    /** It is on the destinations that still take part; those where it isn't are out. */
    public void stored(LargeAttachment large, StoreRequest request, List<Outcome> outcomes) {
        Run run = large.run();
        Staging.remove(request.file());
        run.rooms.give(large);
        for (Outcome outcome : outcomes) {
            outcome.failure().ifPresentOrElse(why -> run.lost(outcome.destination(), why),
                    () -> run.objects(outcome.destination()).add(large.attachment()));
        }
        run.checkEnough();
        run.storedAttachment(large.attachment());
    }
}
