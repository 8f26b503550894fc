package io.camelback.lease;

import io.camelback.job.Hold;
import io.camelback.job.Staging;
import java.util.List;
import java.util.function.Consumer;

/** A lease that a job of this process has, on every destination that takes it. It is renewed until it is closed. */
public final class Lease implements Hold {

    static final Lease NONE = new Lease(List.of(), null, it -> { });

    private final List<HeldPlace> places;
    private final Staging staging;
    private final Consumer<Lease> release;

    /**
     * @param staging for the files of the places; goes with the lease
     * @param release what is to be done at the end, before the files go
     */
    Lease(List<HeldPlace> places, Staging staging, Consumer<Lease> release) {
        this.places = places;
        this.staging = staging;
        this.release = release;
    }

    List<HeldPlace> places() {
        return places;
    }

    /** Removes it from the destinations; where that can't be done it ends by itself. */
    @Override
    public void close() {
        if (staging != null) {
            try (staging) {
                release.accept(this);
            }
        }
    }
}
