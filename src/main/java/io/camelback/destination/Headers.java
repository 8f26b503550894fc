package io.camelback.destination;

/** The headers by which a destination's route is told what to do. They are the contract in docs/destinations.md. */
final class Headers {

    static final String DESTINATION = "CamelbackDestination";
    static final String OPERATION = "CamelbackOperation";
    static final String KEY = "CamelbackKey";
    static final String OFFSET = "CamelbackOffset";
    static final String LENGTH = "CamelbackLength";

    static final String PUT = "put";
    static final String GET = "get";
    static final String LIST = "list";
    static final String DELETE = "delete";

    /** A property: what takes the answer while the connection that it comes from is open. */
    static final String TAKER = "CamelbackTaker";

    private Headers() {
    }
}
