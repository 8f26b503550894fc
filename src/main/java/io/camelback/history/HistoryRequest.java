package io.camelback.history;

/**
 * Which version of a document is in which archive?
 *
 * @param id of the document
 * @param diff whether each version is compared with the one before it
 */
public record HistoryRequest(String task, String id, boolean diff) {
}
