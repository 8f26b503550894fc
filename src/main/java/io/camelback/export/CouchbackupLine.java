package io.camelback.export;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.camelback.archive.DocumentJson;
import io.camelback.archive.Entry;
import io.camelback.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A document as one line of couchbackup's file: an array of its leaf revisions. Numbers and spelling stay as they are; whatever isn't
 * ASCII is escaped, because couchrestore breaks characters that happen to stand across two of its reads.
 */
final class CouchbackupLine {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ATTACHMENTS = "\"_attachments\"".getBytes(StandardCharsets.US_ASCII);

    private CouchbackupLine() {
    }

    static void write(Entry entry, OutputStream out) throws IOException {
        byte[] line = entry.line();
        byte[] text = contains(line, ATTACHMENTS) ? withContentTypes(entry) : line;
        ByteArrayOutputStream ascii = new ByteArrayOutputStream(text.length + text.length / 16);
        escape(text, ascii);
        ascii.write('\n');
        ascii.writeTo(out);
    }

    /** couchrestore loses the {@code content_type} of an attachment and keeps its {@code contentType}, so both are given. */
    private static byte[] withContentTypes(Entry entry) {
        byte[] line = entry.line();
        ByteArrayOutputStream out = new ByteArrayOutputStream(line.length + 256);
        int copied = 0;
        try (JsonParser json = DocumentJson.FACTORY.createParser(line)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    boolean attachments = json.currentName().equals("_attachments");
                    if (json.nextToken() == JsonToken.START_OBJECT && attachments) {
                        copied = attachments(json, line, copied, out);
                    } else {
                        json.skipChildren();
                    }
                }
            }
        } catch (IOException e) {
            throw Failure.damaged("document " + entry.idText() + " in the archive is not JSON").cause(e);
        }
        out.write(line, copied, line.length - copied);
        return out.toByteArray();
    }

    private static int attachments(JsonParser json, byte[] line, int from, ByteArrayOutputStream out) throws IOException {
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
                    out.write(line, copied, end - copied);
                    out.writeBytes(",\"contentType\":".getBytes(StandardCharsets.US_ASCII));
                    out.write(line, begin, end - begin);
                    copied = end;
                }
            }
        }
        return copied;
    }

    /** Outside of ASCII there are only characters in strings, where an escape says the same. */
    private static void escape(byte[] utf8, ByteArrayOutputStream out) {
        int plain = 0;
        for (int i = 0; i < utf8.length; i++) {
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
        out.write(utf8, plain, utf8.length - plain);
    }

    private static boolean contains(byte[] text, byte[] word) {
        for (int i = 0; i <= text.length - word.length; i++) {
            int j = 0;
            while (j < word.length && text[i + j] == word[j]) {
                j++;
            }
            if (j == word.length) {
                return true;
            }
        }
        return false;
    }
}
