package io.camelback.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the documents of a file of couchbackup as fast as the server lets anybody. Each of its lines is an array of documents, 500
 * by default, and becomes a request as it is.
 */
final class BareWriter {

    private static final byte[] HEAD = "{\"new_edits\":false,\"docs\":".getBytes(StandardCharsets.US_ASCII);

    private BareWriter() {
    }

    /** Arguments: the file, the database, and how many requests are made at a time. */
    public static void main(String[] args) throws IOException {
        int parallel = Integer.parseInt(args[2]);
        CouchServer.expect(parallel);
        CouchServer server = CouchServer.ofEnvironment();
        String path = args[1] + "/_bulk_docs";
        try (InputStream file = Files.newInputStream(Path.of(args[0]));
                Workers<byte[]> workers = new Workers<>(parallel, parallel, request -> server.send("POST", path, request))) {
            post(file, workers);
        }
    }

    /** Lines that aren't arrays tell about the file itself. */
    private static void post(InputStream file, Workers<byte[]> workers) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 20);
        byte[] buffer = new byte[1 << 16];
        for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
            int from = 0;
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    line.write(buffer, from, i - from);
                    from = i + 1;
                    byte[] documents = line.toByteArray();
                    line.reset();
                    if (documents.length > 0 && documents[0] == '[') {
                        workers.add(request(documents));
                    }
                }
            }
            line.write(buffer, from, read - from);
        }
    }

    private static byte[] request(byte[] documents) {
        byte[] request = new byte[HEAD.length + documents.length + 1];
        System.arraycopy(HEAD, 0, request, 0, HEAD.length);
        System.arraycopy(documents, 0, request, HEAD.length, documents.length);
        request[request.length - 1] = '}';
        return request;
    }
}
