package io.camelback.couchdb;

import java.util.Optional;

/** How a database is reached: its URL, who asks, and how many requests it bears at a time. Its route is {@code couchdb-<name>}. */
record CouchConnection(String name, DatabaseUrl url, Optional<Credentials> credentials, Limiter limiter) {
}
