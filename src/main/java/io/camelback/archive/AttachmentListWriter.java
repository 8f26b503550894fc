package io.camelback.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Writes the list of an archive's attachments as they come; there is no file before the first. The list may be taken in parts, each a list
 * by itself, and be put together again from them. From any thread.
 */
public final class AttachmentListWriter implements Closeable {

    private final Path file;
    private final MessageDigest sha256 = Sha256.digest();
    private OutputStream disk;
    private JsonGenerator json;
    private ZstdOutputStreamNoFinalizer zstd;
    private long objects;
    private long bytes;
    private long partStart;
    private long partObjects;
    private long partBytes;

    /** @param file to be written; one that is there is replaced */
    public AttachmentListWriter(Path file) {
        this.file = file;
    }

    public synchronized void add(Attachment attachment) {
        try {
            if (json == null) {
                begin();
            }
            json.writeStartObject();
            json.writeStringField("document", attachment.document());
            json.writeStringField("name", attachment.name());
            json.writeStringField("digest", attachment.digest());
            json.writeNumberField("length", attachment.length());
            if (!attachment.encoding().isEmpty()) {
                json.writeStringField("encoding", attachment.encoding());
            }
            json.writeNumberField("stored", attachment.stored());
            json.writeEndObject();
            json.writeRaw('\n');
            objects++;
            bytes += attachment.stored();
        } catch (IOException e) {
            throw LocalFile.failure("write", file, e);
        }
    }

    /** Where the list is, once it is finished. */
    public Path file() {
        return file;
    }

    /**
     * What was added since the last part, as a list by itself; empty when there is nothing.
     *
     * @param target is written
     */
    public synchronized Optional<AttachmentList> part(Path target) {
        if (objects == partObjects) {
            return Optional.empty();
        }
        try {
            end();
            long size = Files.size(file) - partStart;
            MessageDigest digest = Sha256.digest();
            try (FileChannel in = FileChannel.open(file);
                    OutputStream out = new DigestOutputStream(Files.newOutputStream(target), digest)) {
                in.position(partStart);
                Channels.newInputStream(in).transferTo(out);
            }
            AttachmentList part = new AttachmentList(size, HexFormat.of().formatHex(digest.digest()), objects - partObjects, bytes - partBytes);
            next();
            return Optional.of(part);
        } catch (IOException e) {
            throw LocalFile.failure("write", target, e);
        }
    }

    /** Adds a part which was taken of another writer. */
    public synchronized void append(AttachmentList part, Path partFile) {
        try (InputStream in = Files.newInputStream(partFile)) {
            end();
            open();
            in.transferTo(disk);
            objects += part.objects();
            bytes += part.bytes();
            next();
        } catch (IOException e) {
            throw LocalFile.failure("copy", partFile, e);
        }
    }

    /** Ends the file; empty when there was nothing to list, and then there is no file either. */
    public synchronized Optional<AttachmentList> finish() {
        if (disk == null) {
            return Optional.empty();
        }
        try {
            end();
            disk.close();
            return Optional.of(new AttachmentList(Files.size(file), HexFormat.of().formatHex(sha256.digest()), objects, bytes));
        } catch (IOException e) {
            throw LocalFile.failure("write", file, e);
        }
    }

    /** Lets go of the file; it stays where it is. */
    @Override
    public synchronized void close() {
        try {
            if (disk != null) {
                disk.close();
            }
        } catch (IOException e) {
            throw LocalFile.failure("close", file, e);
        }
    }

    private void open() throws IOException {
        if (disk == null) {
            disk = new DigestOutputStream(new FileOutputStream(file.toFile()), sha256);
        }
    }

    /** A frame is a list by itself, and so are several of them in a row. */
    private void begin() throws IOException {
        open();
        zstd = new ZstdOutputStreamNoFinalizer(disk, BatchWriter.LEVEL).setChecksum(true);
        json = DocumentJson.FACTORY.createGenerator(zstd);
        json.setRootValueSeparator(null);
    }

    private void end() throws IOException {
        if (json != null) {
            json.flush();
            zstd.closeWithoutClosingParentStream();
            json = null;
        }
    }

    private void next() throws IOException {
        partStart = Files.size(file);
        partObjects = objects;
        partBytes = bytes;
    }
}
