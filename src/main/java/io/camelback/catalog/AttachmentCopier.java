package io.camelback.catalog;

import io.camelback.archive.Attachment;
import io.camelback.archive.AttachmentList;
import io.camelback.archive.AttachmentListReader;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Sees to it that a destination has every attachment that an archive refers to, before the archive is committed there. */
public final class AttachmentCopier {

    private final Function<String, Destination> destinations;
    private final List<String> sources;

    /**
     * @param destinations by name
     * @param sources names of those that can be read, the preferred one first
     */
    public AttachmentCopier(Function<String, Destination> destinations, List<String> sources) {
        this.destinations = destinations;
        this.sources = sources;
    }

    /** Copies what the target lacks of a list, each checked against its digest. */
    public void copyMissing(String task, AttachmentList list, Path file, String target, Staging staging) {
        Destination destination = destinations.apply(target);
        AttachmentObjects objects = new AttachmentObjects(destination, task);
        forEach(list, file, attachment -> {
            if (!objects.has(attachment)) {
                replace(task, attachment, target, staging);
                objects.add(attachment);
            }
        });
    }

    /** One object, from wherever else it is intact. It is read back. */
    public void replace(String task, Attachment attachment, String target, Staging staging) {
        Destination destination = destinations.apply(target);
        List<String> others = sources.stream().filter(it -> !it.equals(target)).toList();
        Path object = new AttachmentFiles(destinations, others, task, staging).whole(attachment);
        destination.put(attachment.key(task), object);
        Staging.remove(object);
        if (!Intact.is(attachment, destination, attachment.key(task))) {
            throw Failure.damaged(target + ":" + attachment.key(task) + " (" + attachment + ") is damaged, just after it was stored")
                    .remedy("Look at the disk or the service behind this destination");
        }
    }

    /** @throws Failure damaged if an attachment of the list isn't at the destination, or has another size than it had when it was stored */
    public static void checkPresent(String task, AttachmentList list, Path file, Destination destination) {
        AttachmentObjects objects = new AttachmentObjects(destination, task);
        forEach(list, file, attachment -> {
            if (!objects.has(attachment)) {
                throw Failure.damaged(destination.name() + ":" + attachment.key(task) + " (" + attachment + ") was stored, and now it is gone")
                        .remedy("Try again");
            }
        });
    }

    /** @param file the list, whole */
    public static void forEach(AttachmentList list, Path file, Consumer<Attachment> each) {
        try (AttachmentListReader reader = new AttachmentListReader(list, Files.newInputStream(file), file.toString())) {
            for (Attachment attachment = reader.next(); attachment != null; attachment = reader.next()) {
                each.accept(attachment);
            }
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the staged file " + file + " can't be read: " + e).cause(e);
        }
    }
}
