package io.camelback.couchdb;

import java.util.Optional;

/**
 * How a database is reached, or the server itself: its URL, who asks, and how many requests the server bears at a time. Its route is
 * {@code couchdb-<name>}.
 */
record CouchConnection(String name, DatabaseUrl url, Optional<Credentials> credentials, Limiter limiter) {

    /** The same way to another database of the server. */
    CouchConnection to(DatabaseUrl other) {
        return new CouchConnection(name, other, credentials, limiter);
    }
}
