package io.camelback.restore;

import java.time.Instant;
import java.util.List;

/**
 * What became of each document.
 *
 * @param documents in the order asked
 */
public record DocumentResult(String task, Instant point, List<Item> documents) {

    /**
     * @param document the winning revision, byte for byte as it was read; null if the document was not there at that point
     * @param leaves how many leaf revisions it had: more than one means conflicts, of which only the winner is given
     * @param written the revision that it became; null if nothing was written
     * @param refused why it could not be written; null if it was, or was not to be
     */
    public record Item(String id, byte[] document, int leaves, boolean deleted, String written, String refused) {

        static Item missing(String id) {
            return new Item(id, null, 0, false, null, null);
        }

        public boolean isMissing() {
            return document == null;
        }
    }
}
