package io.camelback.catalog;

import io.camelback.archive.Attachment;
import io.camelback.archive.AttachmentDigest;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Gets attachments that are objects of their own, from whichever destination has them intact. */
public final class AttachmentFiles {

    private final Copies copies;
    private final String task;
    private final Staging staging;

    /**
     * @param destinations by name
     * @param order the names of those to read from, the preferred one first
     */
    public AttachmentFiles(Function<String, Destination> destinations, List<String> order, String task, Staging staging) {
        this.copies = new Copies(destinations, order);
        this.task = task;
        this.staging = staging;
    }

    /**
     * The whole object on the local disk, its digest checked.
     *
     * @return an intact copy; whoever asked removes it
     */
    public Path whole(Attachment attachment) {
        String key = attachment.key(task);
        return copies.read(key, it -> true, destination -> {
            Path file = staging.fresh();
            try {
                destination.get(key, file);
                if (!isRight(attachment, file)) {
                    throw Failure.damaged(destination.name() + ":" + key + " (" + attachment + ") is damaged: it is not what its digest says");
                }
                return file;
            } catch (Failure e) {
                Staging.remove(file);
                throw e.reason() == Reason.MISSING ? Failure.damaged(destination.name() + ":" + key + " is gone, the " + attachment).cause(e) : e;
            }
        });
    }

    /** Several at once, for as long as something is done with them. */
    public Held hold(List<Attachment> attachments) {
        Held held = new Held();
        try {
            attachments.forEach(it -> held.files.computeIfAbsent(it.object(), object -> whole(it)));
            return held;
        } catch (RuntimeException | Error e) {
            held.close();
            throw e;
        }
    }

    /** Attachments on the local disk, which go when this is closed. */
    public static final class Held implements AutoCloseable {

        private final Map<String, Path> files = new HashMap<>();

        public Path file(Attachment attachment) {
            return files.get(attachment.object());
        }

        @Override
        public void close() {
            files.values().forEach(Staging::remove);
        }
    }

    private static boolean isRight(Attachment attachment, Path file) {
        AttachmentDigest digest = new AttachmentDigest(attachment);
        try (InputStream in = digest.watching(Files.newInputStream(file))) {
            in.transferTo(OutputStream.nullOutputStream());
            return digest.isRight();
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the staged file " + file + " can't be read: " + e).cause(e);
        }
    }
}
