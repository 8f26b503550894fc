package io.camelback.verify;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Attachment;
import io.camelback.archive.AttachmentDigest;
import io.camelback.archive.AttachmentList;
import io.camelback.archive.AttachmentListReader;
import io.camelback.archive.Batch;
import io.camelback.archive.BatchReader;
import io.camelback.archive.Entry;
import io.camelback.archive.Manifest;
import io.camelback.archive.ManifestJson;
import io.camelback.catalog.ObjectStream;
import io.camelback.destination.Destination;
import io.camelback.destination.StoredObject;
import io.camelback.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads objects of one destination, each once over the wire and none onto the disk, and makes sure of them. What isn't as it should be is a
 * failure that names it; see {@link Piece#damage}. For several threads, as long as they look at the same archive.
 */
final class Checks {

    private final Destination destination;
    /** Of one folder at a time: as long as one archive is looked at, it is listed once. */
    private String listed = "";
    private Map<String, Long> sizes = Map.of();

    Checks(Destination destination) {
        this.destination = destination;
    }

    /** @param sha256 of the manifest as it was stored, if that is known */
    void manifest(ArchiveName name, Optional<String> sha256) {
        String key = name.manifestKey();
        byte[] bytes = destination.read(key, 0, Math.toIntExact(size(key)));
        Manifest manifest = ManifestJson.read(bytes, place(key));
        if (!manifest.name().equals(name)) {
            throw damaged(key, "it is the manifest of another archive, " + manifest.name());
        }
        String found = ManifestJson.sha256(bytes);
        if (sha256.filter(it -> !it.equals(found)).isPresent()) {
            throw damaged(key, "its SHA-256 is " + found + " instead of " + sha256.get());
        }
    }

    /** Whether it is there, and as large as it should be. */
    void present(String key, long size) {
        long found = size(key);
        if (found != size) {
            throw damaged(key, "it has " + found + " bytes instead of " + size);
        }
    }

    /** @param each gets the entries as they are read */
    void batch(ArchiveName archive, Batch batch, Consumer<Entry> each) {
        String key = archive.key(batch.file());
        present(key, batch.size());
        WholeFile file = new WholeFile(destination, key, batch);
        try (BatchReader reader = new BatchReader(file, batch, place(key))) {
            reader.check(each);
        }
        String found = file.sha256();
        if (!found.equals(batch.sha256())) {
            throw damaged(key, "its SHA-256 is " + found + " instead of " + batch.sha256());
        }
    }

    /** @param each gets what is listed, as it is read: before the list was found to be intact */
    void attachmentList(ArchiveName archive, AttachmentList list, Consumer<Attachment> each) {
        String key = archive.key(AttachmentList.FILE);
        present(key, list.size());
        long bytes = 0;
        try (AttachmentListReader reader = new AttachmentListReader(list, new ObjectStream(destination, key, list.size()), place(key))) {
            for (Attachment attachment = reader.next(); attachment != null; attachment = reader.next()) {
                bytes += attachment.stored();
                each.accept(attachment);
            }
        }
        if (bytes != list.bytes()) {
            throw damaged(key, "it lists " + bytes + " bytes of attachments, and the manifest counts " + list.bytes());
        }
    }

    void attachment(String task, Attachment attachment) {
        present(attachment.key(task), attachment.stored());
        content(task, attachment);
    }

    /** Of an object that is known to be there, and as large as it should be. */
    void content(String task, Attachment attachment) {
        String key = attachment.key(task);
        AttachmentDigest digest = new AttachmentDigest(attachment);
        try (InputStream in = digest.watching(new ObjectStream(destination, key, attachment.stored()))) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw damaged(key, "it can't be read (" + e.getMessage() + ")").cause(e);
        }
        if (!digest.isRight()) {
            throw damaged(key, "it is not what its digest says");
        }
    }

    private synchronized long size(String key) {
        String folder = key.startsWith(Attachment.ROOT + "/") ? key : key.substring(0, key.lastIndexOf('/') + 1);
        if (!folder.equals(listed)) {
            Map<String, Long> found = new HashMap<>();
            for (StoredObject object : destination.list(folder)) {
                found.put(object.key(), object.size());
            }
            sizes = found;
            listed = folder;
        }
        Long size = sizes.get(key);
        if (size == null) {
            throw damaged(key, "it is gone");
        }
        return size;
    }

    private Failure damaged(String key, String why) {
        return Failure.damaged(place(key) + " is damaged: " + why);
    }

    private String place(String key) {
        return destination.name() + ":" + key;
    }
}
