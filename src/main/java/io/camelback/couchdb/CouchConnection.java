package io.camelback.couchdb;

/**
 * How a database is reached, or the server itself: its URL, who asks, how many requests the server bears at a time, and how much
 * it is asked for in a second. Its route is {@code couchdb-<name>}.
 */
record CouchConnection(String name, DatabaseUrl url, Authorization authorization, Limiter limiter, Throttle throttle) {

    /** The same way to another database of the server. */
    CouchConnection to(DatabaseUrl other) {
        return new CouchConnection(name, other, authorization, limiter, throttle);
    }
}
