package io.camelback.catalog;

import io.camelback.destination.Destination;
import io.camelback.destination.StoredObject;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** A destination that is a map, can be cut off, and counts what is read of it. */
final class InMemoryDestination implements Destination {

    final TreeMap<String, byte[]> objects = new TreeMap<>();
    final List<String> puts = new ArrayList<>();
    final List<String> reads = new ArrayList<>();
    final List<String> gets = new ArrayList<>();
    long bytesRead;
    boolean unreachable;

    private final String name;

    InMemoryDestination(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void put(String key, Path file) {
        check();
        try {
            objects.put(key, Files.readAllBytes(file));
            puts.add(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void get(String key, Path target) {
        gets.add(key);
        byte[] bytes = object(key);
        bytesRead += bytes.length;
        try {
            Files.write(target, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] read(String key, long offset, int length) {
        reads.add(key);
        byte[] bytes = object(key);
        if (offset + length > bytes.length) {
            throw Failure.damaged(name + ":" + key + " ends too early");
        }
        bytesRead += length;
        return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
    }

    @Override
    public List<StoredObject> list(String prefix) {
        check();
        return objects.entrySet().stream().filter(it -> it.getKey().startsWith(prefix))
                .map(it -> new StoredObject(it.getKey(), it.getValue().length)).toList();
    }

    @Override
    public void delete(String key) {
        check();
        objects.remove(key);
    }

    /** One bit of an object, turned over. */
    void damage(String key, int at) {
        byte[] bytes = objects.get(key).clone();
        bytes[Math.floorMod(at, bytes.length)] ^= 1;
        objects.put(key, bytes);
    }

    private byte[] object(String key) {
        check();
        byte[] bytes = objects.get(key);
        if (bytes == null) {
            throw Failure.destination(Reason.MISSING, name + " has no " + key);
        }
        return bytes;
    }

    private void check() {
        if (unreachable) {
            throw Failure.destination(Reason.UNREACHABLE, name + " can't be reached");
        }
    }
}
