package io.camelback.archive;

/** Counts entries the way manifests do; kept by who writes a batch, and again by who reads all of it. */
final class Tally {

    private long documents;
    private long deleted;
    private long absent;
    private long revisions;
    private long bytes;

    void add(Entry entry) {
        if (entry.absent()) {
            absent++;
        } else {
            documents++;
            deleted += entry.deleted() ? 1 : 0;
            revisions += entry.revisions();
        }
        bytes += entry.line().length + 1;
    }

    long documents() {
        return documents;
    }

    long bytes() {
        return bytes;
    }

    boolean matches(Batch batch) {
        return documents == batch.documents() && deleted == batch.deleted() && absent == batch.absent()
                && revisions == batch.revisions() && bytes == batch.bytes();
    }

    Batch batch(String file, long size, String sha256, byte[] firstId, byte[] lastId, long tail) {
        return new Batch(file, size, sha256, DocumentIds.text(firstId), DocumentIds.text(lastId), documents, deleted, absent,
                revisions, bytes, tail);
    }
}
