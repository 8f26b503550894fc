package io.camelback.stub;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** What a database of the stub holds, and how it takes more. Called from several threads. */
public interface Content {

    /** @return documents that aren't deleted */
    long documents();

    /** @return documents of which every leaf is a tombstone */
    long deleted();

    /** Bytes of all leaves. */
    long bytes();

    /** The number of the last change: changes count from 1. */
    long lastChange();

    /** Ids of the documents that changed after this change, oldest first, at most so many. */
    List<Change> changesAfter(long since, int limit);

    /** How many changes there are after this one. */
    long pendingAfter(long change);

    /** Writes the leaves as {@code _bulk_get} has them, {@code {"ok":…},…}; false if there is no such document. */
    boolean write(String id, boolean attachments, OutputStream out) throws IOException;

    /** Takes a leaf as it is. */
    void take(byte[] leaf);

    /** Purged documents, as {@code _purged_infos} lists them, in JSON. */
    default List<String> purged() {
        return List.of();
    }

    /**
     * One row of the feed.
     *
     * @param revisions of all leaves, the first of which is told when only one is asked for
     */
    record Change(long number, String id, List<String> revisions, boolean deleted) {
    }
}
