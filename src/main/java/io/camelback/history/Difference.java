package io.camelback.history;

import java.util.List;

/** What a version has to do with the one that is listed before it. */
public sealed interface Difference {

    /** There is none before it, or the document is absent in one of the two. */
    record Incomparable() implements Difference {
    }

    /** It is the same version: the same winning revision with the same content, or absent both times. */
    record Same() implements Difference {
    }

    /**
     * Another winning revision.
     *
     * @param changes of its content, in the order in which they turn one into the other; none if just the revision is another
     */
    record Changed(List<Change> changes) implements Difference {
    }
}
