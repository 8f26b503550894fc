package io.camelback.catalog;

import io.camelback.archive.ArchiveFile;
import io.camelback.archive.AttachmentList;
import io.camelback.destination.Destination;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Copies archives between destinations, byte for byte: each file checked against its SHA-256 and read back, the manifest last. The
 * attachments that its documents refer to come along where they aren't there already.
 */
public final class ArchiveCopier {

    private final Function<String, Destination> destinations;
    private final StopSignal stop;

    public ArchiveCopier(Function<String, Destination> destinations) {
        this(destinations, new StopSignal());
    }

    /** @param stop asked before each file */
    public ArchiveCopier(Function<String, Destination> destinations, StopSignal stop) {
        this.destinations = destinations;
        this.stop = stop;
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
     * @param target gets the archive; of what an earlier attempt left there that stays which is intact, and the rest is written over
     */
    public void copy(StoredArchive archive, List<String> sources, String target, Staging staging) {
        BatchFiles files = new BatchFiles(destinations, sources);
        Destination destination = destinations.apply(target);
        Map<String, Long> there = new HashMap<>();
        destination.list(archive.name().path() + "/").forEach(it -> there.put(it.key(), it.size()));
        for (ArchiveFile file : archive.manifest().files()) {
            stop.check();
            String key = archive.name().key(file.name());
            if (file.name().equals(AttachmentList.FILE)) {
                copyAttachments(archive, files.whole(archive, file, staging), sources, target, staging);
            }
            if (!Long.valueOf(file.size()).equals(there.get(key)) || !Intact.is(file, destination, key)) {
                replace(archive, file, sources, target, staging);
            }
        }
        Intact.present(destination, archive.name(), archive.manifest().files());
        Path manifest = files.manifest(archive, staging);
        destination.put(archive.name().manifestKey(), manifest);
        Staging.remove(manifest);
    }

    private void copyAttachments(StoredArchive archive, Path list, List<String> sources, String target, Staging staging) {
        new AttachmentCopier(destinations, sources).copyMissing(archive.name().task(), archive.manifest().attachments(), list, target, staging);
        Staging.remove(list);
    }

    /** One file of an archive, from wherever it is intact. It is read back. */
    public void replace(StoredArchive archive, ArchiveFile file, List<String> sources, String target, Staging staging) {
        String key = archive.name().key(file.name());
        Destination destination = destinations.apply(target);
        Path copy = new BatchFiles(destinations, sources).whole(archive, file, staging);
        destination.put(key, copy);
        Staging.remove(copy);
        Intact.check(destination, key, file.size(), file.sha256());
    }
}
