package io.camelback.couchdb;

import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Texts as bytes, documents as entries, and streams that give their bytes in pieces. */
final class Bytes {

    private Bytes() {
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    static List<byte[]> ids(String... ids) {
        return Arrays.stream(ids).map(DocumentIds::utf8).toList();
    }

    /** A living document with one leaf. */
    static String leaf(String id, String body) {
        return "{\"_id\":\"" + id + "\",\"_rev\":\"1-a\",\"body\":\"" + body + "\",\"_revisions\":{\"start\":1,\"ids\":[\"a\"]}}";
    }

    static Entry entry(String id, String... leaves) {
        return Entry.of(utf8(id), Arrays.stream(leaves).map(Bytes::utf8).toList(), false);
    }

    /** Gives at most so many bytes at a time: the pieces in turn, over and over. */
    static InputStream inPieces(byte[] bytes, List<Integer> pieces) {
        return new ByteArrayInputStream(bytes) {
            private int turn;

            @Override
            public synchronized int read(byte[] target, int from, int length) {
                return super.read(target, from, Math.min(length, pieces.get(turn++ % pieces.size())));
            }
        };
    }
}
