package io.camelback.archive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.github.luben.zstd.ZstdInputStream;
import io.camelback.failure.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Reads a list of attachments as a stream. What it gave may be relied on once it has come to the end, where it checks the whole file. */
public final class AttachmentListReader implements Closeable {

    private final AttachmentList list;
    private final String where;
    private final MessageDigest sha256 = Sha256.digest();
    private final DigestInputStream file;
    private final InputStream zstd;
    private final JsonParser json;
    private long read;

    /**
     * @param list what the manifest says of it
     * @param where how failures name it
     * @throws Failure damaged if it is no such file
     */
    public AttachmentListReader(AttachmentList list, InputStream in, String where) {
        this.list = list;
        this.where = where;
        this.file = new DigestInputStream(in, sha256);
        try {
            this.zstd = new ZstdInputStream(file);
            this.json = DocumentJson.FACTORY.createParser(zstd).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);   // its end is to be checked yet
        } catch (IOException e) {
            throw Damage.at(where, "it can't be read: " + e.getMessage()).cause(e);
        }
    }

    /**
     * The next one, or null at the end.
     *
     * @throws Failure damaged, at the end at the latest, if this is not the file that the manifest means
     */
    public Attachment next() {
        try {
            JsonToken token = json.nextToken();
            if (token == null) {
                check();
                return null;
            }
            read++;
            return attachment();
        } catch (IOException e) {
            throw Damage.at(where, "it can't be read: " + e.getMessage()).cause(e);
        }
    }

    private Attachment attachment() throws IOException {
        String document = null;
        String name = null;
        String digest = null;
        String encoding = "";
        long length = -1;
        long stored = -1;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String member = json.currentName();
            json.nextToken();
            switch (member) {
                case "document" -> document = json.getText();
                case "name" -> name = json.getText();
                case "digest" -> digest = json.getText();
                case "encoding" -> encoding = json.getText();
                case "length" -> length = json.getLongValue();
                case "stored" -> stored = json.getLongValue();
                default -> json.skipChildren();
            }
        }
        if (document == null || name == null || digest == null || length < 0 || stored < 0) {
            throw Damage.at(where, "line " + read + " describes no attachment");
        }
        return new Attachment(document, name, digest, length, encoding, stored);
    }

    private void check() throws IOException {
        file.transferTo(OutputStream.nullOutputStream());
        if (!HexFormat.of().formatHex(sha256.digest()).equals(list.sha256()) || read != list.objects()) {
            throw Damage.at(where, "it is not the list that its manifest means");
        }
    }

    @Override
    public void close() {
        try {
            json.close();
            zstd.close();
        } catch (IOException e) {
            throw Damage.at(where, "it can't be closed: " + e.getMessage()).cause(e);
        }
    }
}
