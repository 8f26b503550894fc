package io.camelback.lease;

/** What a lease is for: of each kind one job of a task at a time, as with the locks of one machine. */
public enum Kind {

    RUN("run", "a run"),
    /** May take hours; runs go on meanwhile. */
    FULL("full", "a full backup"),
    /** Whatever merges, removes or repairs archives. Goes on beside runs. */
    UPKEEP("upkeep", "a rollup or cleanup");

    private final String name;
    private final String what;

    Kind(String name, String what) {
        this.name = name;
        this.what = what;
    }

    /** Where the lease is. It lies beside the archives, and is none. */
    String key(String task) {
        return task + "/lease-" + name + ".json";
    }

    /** For a message. */
    String what() {
        return what;
    }
}
