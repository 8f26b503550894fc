package io.camelback.verify;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Attachment;
import io.camelback.archive.AttachmentList;
import io.camelback.archive.Batch;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An object that a destination should have, and how to make sure of it on whichever destination.
 *
 * @param archive that needs it; one of them, of an attachment
 */
record Piece(String key, ArchiveName archive, Consumer<Checks> check) {

    private static final String DAMAGED = " is damaged: ";

    static Piece of(ArchiveName archive, Optional<String> sha256) {
        return new Piece(archive.manifestKey(), archive, it -> it.manifest(archive, sha256));
    }

    static Piece of(ArchiveName archive, Batch batch) {
        return new Piece(archive.key(batch.file()), archive, it -> it.batch(archive, batch, entry -> { }));
    }

    static Piece of(ArchiveName archive, AttachmentList list) {
        return new Piece(archive.key(AttachmentList.FILE), archive, it -> it.attachmentList(archive, list, attachment -> { }));
    }

    static Piece of(ArchiveName archive, Attachment attachment) {
        return new Piece(attachment.key(archive.task()), archive, it -> it.attachment(archive.task(), attachment));
    }

    /** What is wrong with it on that destination; empty if it is intact there. */
    Optional<String> damage(Checks checks) {
        return damage(() -> check.accept(checks));
    }

    /**
     * What is wrong with an object, by how the reading of it failed; empty if it didn't.
     *
     * @throws Failure that says nothing of the object: the destination can't be reached, or lets nobody in
     */
    static Optional<String> damage(Runnable reading) {
        try {
            reading.run();
            return Optional.empty();
        } catch (Failure e) {
            return Optional.of(reason(e));
        }
    }

    /** That a single object can't be read is a disk's way to say that it is damaged. */
    private static String reason(Failure failure) {
        boolean ofDestination = failure.party() == Party.DESTINATION && (failure.reason() == Reason.MISSING || failure.reason() == Reason.FAILED);
        if (failure.party() != Party.ARCHIVE && failure.party() != Party.USER && !ofDestination) {
            throw failure;
        }
        int cut = failure.what().indexOf(DAMAGED);
        return cut < 0 ? failure.what() : failure.what().substring(cut + DAMAGED.length());
    }
}
