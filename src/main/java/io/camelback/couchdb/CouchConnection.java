package io.camelback.couchdb;

/** How a database is reached: its URL, who asks, and how many requests it bears at a time. Its route is {@code couchdb-<name>}. */
record CouchConnection(String name, DatabaseUrl url, Authorization authorization, Limiter limiter) {
}
