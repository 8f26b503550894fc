package io.camelback.export;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.camelback.archive.Attachment;
import io.camelback.archive.DocumentJson;
import io.camelback.archive.Entry;
import io.camelback.archive.StubbedLeaf;
import io.camelback.failure.Failure;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * A document as one line of couchbackup's file: an array of its leaf revisions. Numbers and spelling stay as they are; whatever isn't
 * ASCII is escaped, because couchrestore breaks characters that happen to stand across two of its reads.
 */
final class CouchbackupLine {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "\"data\":\"".getBytes(StandardCharsets.US_ASCII);

    private CouchbackupLine() {
    }

    /** @param files where the bytes of attachments are that aren't in the document, as the source stored them */
    static void write(Entry entry, Function<Attachment, Path> files, OutputStream out) throws IOException {
        if (entry.hasAttachments()) {
            out.write('[');
            boolean first = true;
            for (StubbedLeaf leaf : StubbedLeaf.of(entry)) {
                if (!first) {
                    out.write(',');
                }
                first = false;
                withAttachments(leaf, entry.idText(), files, out);
            }
            out.write(']');
        } else {
            escape(entry.line(), 0, entry.line().length, out);
        }
        out.write('\n');
    }

    /** Large attachments are read from their files while the line is written; their place is that of the word that says there is none. */
    private static void withAttachments(StubbedLeaf leaf, String id, Function<Attachment, Path> files, OutputStream out) throws IOException {
        byte[] text = withContentTypes(leaf.bytes());
        int copied = 0;
        for (StubbedLeaf.Stub stub : StubbedLeaf.parse(text, id).stubs()) {
            escape(text, copied, stub.from(), out);
            out.write(DATA);
            try (InputStream bytes = decoded(stub.attachment(), files)) {
                OutputStream base64 = Base64.getEncoder().wrap(new Open(out));
                bytes.transferTo(base64);
                base64.close();
            }
            out.write('"');
            copied = stub.end();
        }
        escape(text, copied, text.length, out);
    }

    private static InputStream decoded(Attachment attachment, Function<Attachment, Path> files) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(files.apply(attachment)));
        return attachment.encoding().isEmpty() ? bytes : new GZIPInputStream(bytes);
    }

    /** A stream that others go on writing to. */
    private static final class Open extends FilterOutputStream {

        Open(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /** couchrestore loses the {@code content_type} of an attachment and keeps its {@code contentType}, so both are given. */
    private static byte[] withContentTypes(byte[] leaf) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(leaf.length + 256);
        int copied = 0;
        try (JsonParser json = DocumentJson.FACTORY.createParser(leaf)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean attachments = json.currentName().equals("_attachments");
                if (json.nextToken() == JsonToken.START_OBJECT && attachments) {
                    copied = attachments(json, leaf, copied, out);
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw Failure.damaged("a document in the archive is not JSON").cause(e);
        }
        out.write(leaf, copied, leaf.length - copied);
        return out.toByteArray();
    }

    private static int attachments(JsonParser json, byte[] leaf, int from, ByteArrayOutputStream out) throws IOException {
        int copied = from;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean type = json.currentName().equals("content_type");
                json.nextToken();
                int begin = (int) json.currentTokenLocation().getByteOffset();
                json.skipChildren();
                json.finishToken();
                if (type) {
                    int end = (int) json.currentLocation().getByteOffset();
                    out.write(leaf, copied, end - copied);
                    out.writeBytes(",\"contentType\":".getBytes(StandardCharsets.US_ASCII));
                    out.write(leaf, begin, end - begin);
                    copied = end;
                }
            }
        }
        return copied;
    }

    /** Outside of ASCII there are only characters in strings, where an escape says the same. */
    private static void escape(byte[] utf8, int from, int to, OutputStream out) throws IOException {
        int plain = from;
        for (int i = from; i < to; i++) {
            if (utf8[i] < 0) {
                int length = (utf8[i] & 0xe0) == 0xc0 ? 2 : (utf8[i] & 0xf0) == 0xe0 ? 3 : 4;
                out.write(utf8, plain, i - plain);
                for (char c : new String(utf8, i, length, StandardCharsets.UTF_8).toCharArray()) {
                    out.write('\\');
                    out.write('u');
                    for (int shift = 12; shift >= 0; shift -= 4) {
                        out.write(HEX[c >> shift & 15]);
                    }
                }
                i += length - 1;
                plain = i + 1;
            }
        }
        out.write(utf8, plain, to - plain);
    }
}
