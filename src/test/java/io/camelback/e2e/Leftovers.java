package io.camelback.e2e;

import io.camelback.archive.ArchiveFile;
import io.camelback.archive.ArchiveName;
import io.camelback.archive.Attachment;
import io.camelback.archive.AttachmentList;
import io.camelback.archive.AttachmentListReader;
import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.StoredArchive;
import io.camelback.job.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Files at a destination that nothing refers to: those that no manifest names, and attachments that are on no archive's list. */
final class Leftovers {

    private Leftovers() {
    }

    /**
     * @param directory of a destination whose objects are files
     * @param archives all that the destination has
     */
    static List<String> of(Path directory, String task, List<StoredArchive> archives, BatchFiles files, Staging staging) throws IOException {
        Set<String> known = new HashSet<>();
        for (StoredArchive archive : archives) {
            known.add(archive.name().manifestKey());
            archive.manifest().files().stream().map(ArchiveFile::name).map(archive.name()::key).forEach(known::add);
            attachments(archive, files, staging).forEach(it -> known.add(it.key(task)));
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile).map(it -> directory.relativize(it).toString())
                    .filter(it -> !isNote(it, task) && !known.contains(it)).sorted().toList();
        }
    }

    /** What lies beside the lineages tells of the task. */
    private static boolean isNote(String key, String task) {
        return key.matches(task + "/[^/]+") && ArchiveName.ofFile(key).isEmpty();
    }

    /** Older segments of an archive may have some that no document has any more at its end. */
    private static List<Attachment> attachments(StoredArchive archive, BatchFiles files, Staging staging) throws IOException {
        AttachmentList list = archive.manifest().attachments();
        List<Attachment> attachments = new ArrayList<>();
        if (list != null) {
            Path file = files.whole(archive, new ArchiveFile(AttachmentList.FILE, list.size(), list.sha256()), staging);
            try (AttachmentListReader reader = new AttachmentListReader(list, Files.newInputStream(file), file.toString())) {
                for (Attachment next = reader.next(); next != null; next = reader.next()) {
                    attachments.add(next);
                }
            }
        }
        return attachments;
    }
}
