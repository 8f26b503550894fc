package io.camelback.catalog;

import io.camelback.archive.ArchiveFile;
import io.camelback.archive.ArchiveName;
import io.camelback.archive.Attachment;
import io.camelback.archive.AttachmentDigest;
import io.camelback.archive.Sha256;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Makes sure of what is stored, before something relies on it. */
public final class Intact {

    private static final int SLICE = 8 * 1024 * 1024;

    private Intact() {
    }

    /**
     * Looks whether every file is there, and as large as it was stored: somebody may have taken them for what a dead upload left.
     *
     * @throws Failure damaged if one isn't; any other if there is no telling
     */
    public static void present(Destination destination, ArchiveName name, List<ArchiveFile> files) {
        Map<String, Long> found = new HashMap<>();
        if (!files.isEmpty()) {
            destination.list(name.path() + "/").forEach(it -> found.put(it.key(), it.size()));
        }
        for (ArchiveFile file : files) {
            Long size = found.get(name.key(file.name()));
            if (size == null || size != file.size()) {
                throw Failure.damaged(destination.name() + ":" + name.key(file.name()) + " was stored, and now "
                        + (size == null ? "it is gone" : "has " + size + " bytes instead of " + file.size())).remedy("Try again");
            }
        }
    }

    /** Whether an object that is as large as the file is just that file: read back, a slice at a time, and nothing of it onto the disk. */
    public static boolean is(ArchiveFile file, Destination destination, String key) {
        try {
            return sha256(destination, key, file.size()).equals(file.sha256());
        } catch (Failure e) {
            return unlessUntold(e);
        }
    }

    /** Whether an attachment's object is what its digest says, likewise. */
    public static boolean is(Attachment attachment, Destination destination, String key) {
        AttachmentDigest digest = new AttachmentDigest(attachment);
        try (InputStream in = digest.watching(new ObjectStream(destination, key, attachment.stored()))) {
            in.transferTo(OutputStream.nullOutputStream());
            return digest.isRight();
        } catch (Failure e) {
            return unlessUntold(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads an object back, likewise.
     *
     * @throws Failure damaged if the object is not just these bytes; any other if it can't be read
     */
    public static void check(Destination destination, String key, long size, String sha256) {
        String found = sha256(destination, key, size);
        if (!found.equals(sha256)) {
            throw Failure.damaged(destination.name() + ":" + key + " is damaged, just after it was stored: its SHA-256 is " + found + " instead of "
                    + sha256).remedy("Look at the disk or the service behind this destination");
        }
    }

    /** It isn't there, or is shorter: then it isn't what it should be. Of any other failure nothing follows. */
    private static boolean unlessUntold(Failure failure) {
        if (failure.reason() == Reason.MISSING || failure.reason() == Reason.DAMAGED) {
            return false;
        }
        throw failure;
    }

    private static String sha256(Destination destination, String key, long size) {
        MessageDigest digest = Sha256.digest();
        for (long offset = 0; offset < size; offset += SLICE) {
            digest.update(destination.read(key, offset, (int) Math.min(SLICE, size - offset)));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
