package io.camelback.destination;

/**
 * An object in a listing.
 *
 * @param size in bytes
 */
public record StoredObject(String key, long size) {
}
