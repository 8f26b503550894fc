package io.camelback.sync;

import io.camelback.archive.ArchiveFile;
import io.camelback.archive.Attachment;
import io.camelback.catalog.ArchiveCopier;
import io.camelback.catalog.AttachmentCopier;
import io.camelback.catalog.Intact;
import io.camelback.catalog.StoredArchive;
import io.camelback.destination.Destination;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import java.util.List;
import java.util.function.Function;

/** An object of a destination that isn't, or may not be, as it was stored. */
sealed interface Doubt {

    String destination();

    String key();

    /** What follows the object in a sentence. */
    String why();

    /** Whether the object is intact after all. */
    boolean isIntact(Destination destination);

    /** Replaces it by an intact copy, and reads that back. */
    void replace(Copying copying);

    /**
     * What it takes to copy something.
     *
     * @param others the destinations that it may come from, the preferred one first
     */
    record Copying(Function<String, Destination> destinations, List<String> others, Staging staging, StopSignal stop) {
    }

    /**
     * A batch, or what else an archive has beside its manifest.
     *
     * @param noted whether it was damaged once, and has the right size now
     */
    record OfFile(String destination, StoredArchive archive, ArchiveFile file, String why, boolean noted) implements Doubt {
        @Override
        public String key() {
            return archive.name().key(file.name());
        }

        @Override
        public boolean isIntact(Destination there) {
            return noted && Intact.is(file, there, key());
        }

        @Override
        public void replace(Copying it) {
            new ArchiveCopier(it.destinations(), it.stop()).replace(archive, file, it.others(), destination, it.staging());
        }
    }

    /**
     * A manifest, and with it everything that its archive has.
     *
     * @param archive as it is right
     */
    record OfManifest(String destination, StoredArchive archive, String why) implements Doubt {
        @Override
        public String key() {
            return archive.name().manifestKey();
        }

        @Override
        public boolean isIntact(Destination there) {
            return false;
        }

        @Override
        public void replace(Copying it) {
            new ArchiveCopier(it.destinations(), it.stop()).copy(archive, it.others(), destination, it.staging());
        }
    }

    /** @param noted as above */
    record OfAttachment(String destination, String task, Attachment attachment, String why, boolean noted) implements Doubt {
        @Override
        public String key() {
            return attachment.key(task);
        }

        @Override
        public boolean isIntact(Destination there) {
            return noted && Intact.is(attachment, there, key());
        }

        @Override
        public void replace(Copying it) {
            new AttachmentCopier(it.destinations(), it.others()).replace(task, attachment, destination, it.staging());
        }
    }
}
