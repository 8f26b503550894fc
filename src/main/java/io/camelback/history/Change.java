package io.camelback.history;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An operation of a JSON Patch (RFC 6902) that tells what was there too.
 *
 * @param path a JSON Pointer; indexes are those at the moment when the operation's turn comes
 * @param old the value that is removed or replaced; null if one is added
 * @param value the new one; null if one is removed
 */
public record Change(Operation operation, String path, JsonNode old, JsonNode value) {

    public enum Operation { ADD, REMOVE, REPLACE }
}
