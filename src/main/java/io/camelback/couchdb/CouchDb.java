package io.camelback.couchdb;

/** One database, or a server itself, as Java sees it: requests go out through the route {@code couchdb}, which repeats them when that may help. */
public interface CouchDb {

    DatabaseUrl url();

    /**
     * Sends a request and returns what its reader made of the answer.
     *
     * @throws io.camelback.failure.Failure of the source, once the attempts are used up or another attempt can't help
     */
    <T> T send(CouchRequest<T> request);

    /** How many revisions one request should write at the most, by the limits that hold for this database. */
    int writesTogether();
}
