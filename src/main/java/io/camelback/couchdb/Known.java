package io.camelback.couchdb;

import java.util.List;

/** Knows of documents that need not be fetched, by the leaf revisions that the feed tells. */
@FunctionalInterface
public interface Known {

    /**
     * @param id decoded, in UTF-8
     * @param leaves the revisions of all leaves, deleted ones too, in any order
     */
    boolean is(byte[] id, List<String> leaves);
}
