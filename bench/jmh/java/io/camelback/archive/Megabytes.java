package io.camelback.archive;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Turns invocations into MB/s: of JSON, a million bytes each. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Megabytes {

    public double megabytes;

    public void add(long bytes) {
        megabytes += bytes / 1e6;
    }
}
