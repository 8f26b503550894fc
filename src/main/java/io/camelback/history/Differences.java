package io.camelback.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelback.couchdb.Leaf;
import io.camelback.history.Difference.Changed;
import io.camelback.history.Difference.Incomparable;
import io.camelback.history.Difference.Same;
import java.util.List;
import java.util.Optional;

/** Compares each version of a document with the one before it. Of these two it holds the content, and no more. */
final class Differences {

    private record Content(String revision, JsonNode tree) {
    }

    private boolean first = true;
    private Optional<Content> previous = Optional.empty();

    /**
     * @param winner the winning leaf of the next version; empty if the document is absent there
     */
    Difference next(String id, Optional<Leaf> winner) {
        Optional<Content> content = winner.map(it -> new Content(it.revision(), DocumentTree.of(it.bytes(), id)));
        Difference difference = first ? new Incomparable() : difference(content);
        first = false;
        previous = content;
        return difference;
    }

    private Difference difference(Optional<Content> next) {
        if (previous.isEmpty() || next.isEmpty()) {
            return previous.isEmpty() && next.isEmpty() ? new Same() : new Incomparable();
        }
        List<Change> changes = Comparison.of(previous.get().tree(), next.get().tree());
        return changes.isEmpty() && previous.get().revision().equals(next.get().revision()) ? new Same() : new Changed(changes);
    }
}
