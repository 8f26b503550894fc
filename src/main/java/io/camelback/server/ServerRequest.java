package io.camelback.server;

/**
 * One run of a whole server's task, please.
 *
 * @param full reads everything of every database, and begins a new lineage of each
 */
public record ServerRequest(String task, boolean full) {
}
