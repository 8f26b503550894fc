package io.camelback.catalog;

import io.camelback.archive.ArchiveFile;
import io.camelback.archive.AttachmentList;
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
        for (ArchiveFile file : archive.manifest().files()) {
            Path copy = files.whole(archive, file, staging);
            if (file.name().equals(AttachmentList.FILE)) {
                new AttachmentCopier(destinations, sources).copyMissing(archive.name().task(), archive.manifest().attachments(), copy, target, staging);
            }
            destination.put(archive.name().key(file.name()), copy);
            Staging.remove(copy);
            Intact.check(destination, archive.name().key(file.name()), file.size(), file.sha256());
        }
        Intact.present(destination, archive.name(), archive.manifest().files());
        Path manifest = files.manifest(archive, staging);
        destination.put(archive.name().manifestKey(), manifest);
        Staging.remove(manifest);
    }
}
