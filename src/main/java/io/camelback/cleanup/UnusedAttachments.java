package io.camelback.cleanup;

import io.camelback.archive.Attachment;
import io.camelback.archive.AttachmentList;
import io.camelback.archive.AttachmentListReader;
import io.camelback.catalog.AttachmentPrint;
import io.camelback.catalog.ObjectStream;
import io.camelback.catalog.StoredArchive;
import io.camelback.destination.Destination;
import io.camelback.destination.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Attachments of a destination to which none of its archives refers any more, and what dead uploads of some left. What a cleanup finds to
 * be so is only noted; it goes with a later one, a grace period after, if it is still so: a run under way elsewhere stores attachments
 * before the archive that refers to them.
 */
final class UnusedAttachments {

    private static final int FOLDERS = 256;
    /** So many are listed at once; where there may be more, it goes folder by folder. */
    private static final long FEW = 20_000;

    private final Destination destination;
    private final String task;
    private final Duration grace;
    private final Instant now;

    UnusedAttachments(Destination destination, String task, Duration grace, Instant now) {
        this.destination = destination;
        this.task = task;
        this.grace = grace;
        this.now = now;
    }

    /**
     * What there is to remove, and what to note.
     *
     * @param due unused for longer than the grace period
     * @param note of the others
     */
    record Found(List<StoredObject> due, UnusedNote note) {
    }

    /**
     * @param archives all that the destination has of the task
     * @param before the note of an earlier cleanup
     */
    Found find(List<StoredArchive> archives, UnusedNote before) {
        List<StoredArchive> referring = archives.stream().filter(it -> it.manifest().attachments() != null).toList();
        long most = referring.stream().mapToLong(it -> it.manifest().attachments().objects()).sum();
        long[] used = referring.stream().flatMapToLong(this::used).sorted().distinct().toArray();
        List<StoredObject> due = new ArrayList<>();
        UnusedNote note = new UnusedNote();
        folders(most + before.size()).flatMap(folder -> destination.listWithUploads(folder).stream()).forEach(object -> {
            String name = AttachmentPrint.name(object.key());
            boolean isUnused = AttachmentPrint.isName(name) && Arrays.binarySearch(used, AttachmentPrint.of(name, 0)) < 0;
            if (isUnused || Destination.isUpload(name)) {
                Instant since = before.since(name).orElse(now);
                if (before.since(name).isPresent() && !since.plus(grace).isAfter(now)) {
                    due.add(object);
                }
                note.add(name, since);
            }
        });
        return new Found(due, note);
    }

    private Stream<String> folders(long objects) {
        return objects <= FEW ? Stream.of(Attachment.folder(task)) : IntStream.range(0, FOLDERS).mapToObj(it -> AttachmentPrint.folder(task, it));
    }

    /** What an archive refers to. Of an object's size nothing depends here: one that is damaged isn't unused for that. */
    private LongStream used(StoredArchive archive) {
        AttachmentList list = archive.manifest().attachments();
        String key = archive.name().key(AttachmentList.FILE);
        LongStream.Builder prints = LongStream.builder();
        try (AttachmentListReader reader = new AttachmentListReader(list, new ObjectStream(destination, key, list.size()),
                destination.name() + ":" + key)) {
            for (Attachment attachment = reader.next(); attachment != null; attachment = reader.next()) {
                prints.add(AttachmentPrint.of(attachment.object(), 0));
            }
        }
        return prints.build();
    }

    /**
     * Removes what is due, and takes it off the note.
     *
     * @param before run before each
     * @return what was removed
     */
    List<StoredObject> remove(Found found, Runnable before) {
        List<StoredObject> removed = new ArrayList<>();
        for (StoredObject object : found.due()) {
            before.run();
            destination.delete(object.key());
            found.note().remove(AttachmentPrint.name(object.key()));
            removed.add(object);
        }
        return removed;
    }
}
