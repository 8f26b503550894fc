package io.camelback.backup;

import java.util.List;

/** The ids of one {@code _bulk_get}, and the range that they belong to. */
record Page(Range range, List<byte[]> ids) {

    /** Whether the documents read until now make a whole batch. For the route. */
    public boolean isBatchFull() {
        return range.isBatchFull();
    }
}
