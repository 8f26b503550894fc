package io.camelback.backup;

import java.util.List;

/** The ids of one {@code _bulk_get}, and the range that they belong to. */
record Page(Range range, List<byte[]> ids) {

    /** Those of its documents that are to be stored as objects of their own. For the route. */
    public List<LargeAttachment> getAttachments() {
        return range.takeAttachments();
    }

    /** Whether the documents read until now make a whole batch. For the route. */
    public boolean isBatchFull() {
        return range.isBatchFull();
    }
}
