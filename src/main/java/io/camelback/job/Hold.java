package io.camelback.job;

import java.util.List;

/** What a job has for itself until it closes it: a lock on this machine, or a lease that other machines see. */
public interface Hold extends AutoCloseable {

    @Override
    void close();

    /** The last one first. One that can't be let go of keeps none of the others. */
    static void closeAll(List<Hold> holds) {
        if (!holds.isEmpty()) {
            try (Hold first = holds.get(0)) {
                closeAll(holds.subList(1, holds.size()));
            }
        }
    }
}
