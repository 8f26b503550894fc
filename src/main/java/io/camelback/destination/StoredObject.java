package io.camelback.destination;

/** An object at a destination, as a list tells of it. */
public record StoredObject(String key, long size) {

    public StoredObject {
        if (key.isEmpty() || size < 0) {
            throw new IllegalArgumentException("No object has the key '" + key + "' and the size " + size);
        }
    }
}
