package io.camelback.catalog;

import io.camelback.archive.AttachmentList;
import io.camelback.archive.Batch;
import io.camelback.archive.Segment;
import io.camelback.destination.Destination;
import io.camelback.job.Staging;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Copies archives between destinations, byte for byte: each file checked against its SHA-256 and read back, the manifest last. The
 * attachments that its documents refer to come along where they aren't there already.
 */
public final class ArchiveCopier {

    private final Function<String, Destination> destinations;

    public ArchiveCopier(Function<String, Destination> destinations) {
        this.destinations = destinations;
    }

    /**
     * Several, in their order.
     *
     * @param each called after each of them
     */
    public void copyAll(List<StoredArchive> archives, List<String> sources, String target, Staging staging, Runnable each) {
        for (StoredArchive archive : archives) {
            copy(archive, sources, target, staging);
            each.run();
        }
    }

    /**
     * @param sources names of destinations that can be read, the preferred one first
     * @param target gets the archive; what an earlier attempt left there is written over
     */
    public void copy(StoredArchive archive, List<String> sources, String target, Staging staging) {
        BatchFiles files = new BatchFiles(destinations, sources);
        Destination destination = destinations.apply(target);
        for (Segment segment : archive.manifest().segments()) {
            for (Batch batch : segment.batches()) {
                Path file = files.whole(archive, batch, staging);
                destination.put(archive.name().key(batch.file()), file);
                Staging.remove(file);
                Intact.check(destination, archive.name().key(batch.file()), batch.size(), batch.sha256());
            }
        }
        Intact.present(destination, archive.name(), archive.manifest().segments());
        if (archive.manifest().attachments() != null) {
            Path list = files.attachments(archive, staging);
            new AttachmentCopier(destinations, sources).copyMissing(archive.name().task(), archive.manifest().attachments(), list, target, staging);
            destination.put(archive.name().key(AttachmentList.FILE), list);
            Staging.remove(list);
        }
        Path manifest = files.manifest(archive, staging);
        destination.put(archive.name().manifestKey(), manifest);
        Staging.remove(manifest);
    }
}
