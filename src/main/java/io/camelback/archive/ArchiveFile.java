package io.camelback.archive;

import java.util.ArrayList;
import java.util.List;

/**
 * A file of an archive, beside its manifest.
 *
 * @param name in the archive's folder
 * @param size bytes as stored
 * @param sha256 of these, in lower-case hex
 */
public record ArchiveFile(String name, long size, String sha256) {

    private static ArchiveFile of(Batch batch) {
        return new ArchiveFile(batch.file(), batch.size(), batch.sha256());
    }

    /**
     * All files of an archive that has these.
     *
     * @param attachments null if there are none
     * @param database null if nothing is known of it
     */
    public static List<ArchiveFile> of(List<Segment> segments, AttachmentList attachments, DatabaseSettings database) {
        List<ArchiveFile> files = new ArrayList<>();
        segments.forEach(segment -> segment.batches().forEach(it -> files.add(of(it))));
        if (attachments != null) {
            files.add(new ArchiveFile(AttachmentList.FILE, attachments.size(), attachments.sha256()));
        }
        if (database != null && database.local() != null) {
            files.add(of(database.local()));
        }
        return files;
    }
}
