package io.camelback.catalog;

import io.camelback.archive.Attachment;
import io.camelback.destination.Destination;
import io.camelback.destination.StoredObject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which attachments a destination has, as objects of their own and as large as they should be. It asks a folder at a time, when one of it
 * is first wanted, and remembers the answer: one instance serves one job. Of each it keeps 64 bits, so a million of them take 8 MB.
 *
 * <p>For several threads.
 */
public final class AttachmentObjects {

    private static final int FOLDERS = 256;

    private final Destination destination;
    private final String task;
    private final long[][] folders = new long[FOLDERS][];
    private final Set<Long> added = new HashSet<>();

    public AttachmentObjects(Destination destination, String task) {
        this.destination = destination;
        this.task = task;
    }

    public boolean has(Attachment attachment) {
        return has(AttachmentPrint.of(attachment.object(), attachment.stored()));
    }

    synchronized boolean has(long print) {
        return added.contains(print) || Arrays.binarySearch(folder(AttachmentPrint.folder(print)), print) >= 0;
    }

    /** It was stored since. */
    public synchronized void add(Attachment attachment) {
        added.add(AttachmentPrint.of(attachment.object(), attachment.stored()));
    }

    private long[] folder(int number) {
        if (folders[number] == null) {
            List<StoredObject> objects = destination.list(AttachmentPrint.folder(task, number));
            folders[number] = objects.stream().mapToLong(it -> AttachmentPrint.of(AttachmentPrint.name(it.key()), it.size())).sorted().toArray();
        }
        return folders[number];
    }
}
