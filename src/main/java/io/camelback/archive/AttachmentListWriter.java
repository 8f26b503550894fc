package io.camelback.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** Writes the list of an archive's attachments as they come; there is no file before the first. From any thread. */
public final class AttachmentListWriter implements Closeable {

    private final Path file;
    private final MessageDigest sha256 = Sha256.digest();
    private FileOutputStream disk;
    private JsonGenerator json;
    private OutputStream zstd;
    private long objects;
    private long bytes;

    /** @param file to be written; one that is there is replaced */
    public AttachmentListWriter(Path file) {
        this.file = file;
    }

    public synchronized void add(Attachment attachment) {
        try {
            if (json == null) {
                open();
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

    /** Ends the file; empty when there was nothing to list, and then there is no file either. */
    public synchronized Optional<AttachmentList> finish() {
        if (json == null) {
            return Optional.empty();
        }
        try {
            json.flush();
            zstd.close();
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
        disk = new FileOutputStream(file.toFile());
        ZstdOutputStream compressing = new ZstdOutputStream(new DigestOutputStream(disk, sha256), BatchWriter.LEVEL);
        compressing.setChecksum(true);
        zstd = compressing;
        json = DocumentJson.FACTORY.createGenerator(zstd);
        json.setRootValueSeparator(null);
    }
}
