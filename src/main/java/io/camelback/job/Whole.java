package io.camelback.job;

import java.util.concurrent.atomic.AtomicReference;

/** A job whose parts run in parallel: the first failure of a part is the job's, and the others then end early. */
public abstract class Whole {

    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** A part went wrong; only the first one that did counts. */
    public final void failed(Throwable thrown) {
        failure.compareAndSet(null, thrown);
    }

    public final boolean isFailed() {
        return failure.get() != null;
    }

    /** Throws what went wrong first, if anything did. */
    public final void check() throws Exception {
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw thrown instanceof Exception e ? e : new IllegalStateException(thrown);
        }
    }
}
