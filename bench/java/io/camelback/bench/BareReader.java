package io.camelback.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads a database as fast as the server lets anybody: ids from one pass over the feed, and while that goes on the documents with their
 * histories, some requests at a time. Nothing of what comes is looked at or kept. Prints how many ids there were, and the bytes.
 */
final class BareReader {

    private static final int IDS_PER_REQUEST = 500;
    /** How many requests may wait: so many that the feed never does. */
    private static final int REQUESTS_AHEAD = 1_000_000;

    private final CouchServer server = CouchServer.ofEnvironment();
    private final AtomicLong bytes = new AtomicLong();
    private final String database;

    private BareReader(String database) {
        this.database = database;
    }

    /** Arguments: the database, and how many requests for documents are made at a time. */
    public static void main(String[] args) throws IOException {
        int parallel = Integer.parseInt(args[1]);
        CouchServer.expect(parallel + 1);
        BareReader reader = new BareReader(args[0]);
        long ids;
        try (Workers<byte[]> workers = new Workers<>(parallel, REQUESTS_AHEAD, reader::read)) {
            ids = reader.list(workers);
        }
        System.out.println(ids + " ids, " + reader.bytes + " bytes");
    }

    private long list(Workers<byte[]> workers) throws IOException {
        Ids ids = new Ids();
        byte[] buffer = new byte[1 << 16];
        try (InputStream feed = server.open("GET", database + "/_changes?seq_interval=1000000", null)) {
            for (int read = feed.read(buffer); read >= 0; read = feed.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (ids.isEndOfOne(buffer[i]) && ids.count % IDS_PER_REQUEST == 0) {
                        workers.add(ids.takeRequest());
                    }
                }
            }
        }
        if (ids.count % IDS_PER_REQUEST != 0) {
            workers.add(ids.takeRequest());
        }
        return ids.count;
    }

    private void read(byte[] request) throws IOException {
        long sum = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream answer = server.open("POST", database + "/_bulk_get?revs=true", request)) {
            for (int read = answer.read(buffer); read >= 0; read = answer.read(buffer)) {
                sum += read;
            }
        }
        bytes.addAndGet(sum);
    }

    /** Of a row of the feed only the id is looked for, and put into a request as it stands there, escapes and all. */
    private static final class Ids {

        private static final byte[] MARK = "\"id\":\"".getBytes(StandardCharsets.US_ASCII);

        private final ByteArrayOutputStream request = new ByteArrayOutputStream(IDS_PER_REQUEST * 64);
        private long count;
        private int matched;
        private boolean escaped;

        boolean isEndOfOne(byte next) {
            if (matched < MARK.length) {
                matched = next == MARK[matched] ? matched + 1 : next == MARK[0] ? 1 : 0;
                if (matched == MARK.length) {
                    text(request.size() == 0 ? "{\"docs\":[{\"id\":\"" : ",{\"id\":\"");
                }
                return false;
            }
            if (next == '"' && !escaped) {
                text("\"}");
                matched = 0;
                count++;
                return true;
            }
            request.write(next);
            escaped = next == '\\' && !escaped;
            return false;
        }

        byte[] takeRequest() {
            text("]}");
            byte[] whole = request.toByteArray();
            request.reset();
            return whole;
        }

        private void text(String text) {
            request.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
