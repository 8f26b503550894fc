package io.camelback.destination;

/** What the messages to the routes of destinations carry beside their bodies. Routes of users rely on these names. */
final class Headers {

    static final String DESTINATION = "CamelbackDestination";
    static final String OPERATION = "CamelbackOperation";
    static final String KEY = "CamelbackKey";
    static final String OFFSET = "CamelbackOffset";
    static final String LENGTH = "CamelbackLength";
    /** The {@link Target} of the content of a whole object; for {@link DestinationAnswer} only. */
    static final String TARGET = "CamelbackTarget";

    /** Whether a range may be answered in part, because the object ends in it; for {@link DestinationAnswer} only. */
    static final String UP_TO = "CamelbackUpTo";

    /** Whether a list is to have uploads under way too; for {@link DestinationAnswer} only. */
    static final String UPLOADS = "CamelbackUploads";

    static final String PUT = "put";
    static final String GET = "get";
    static final String LIST = "list";
    static final String DELETE = "delete";

    private Headers() {
    }
}
