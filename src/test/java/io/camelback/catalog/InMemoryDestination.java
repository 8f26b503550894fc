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
import java.util.function.Consumer;

/** A destination that is a map, can be cut off, and counts what is read of it. */
public final class InMemoryDestination implements Destination {

    public final TreeMap<String, byte[]> objects = new TreeMap<>();
    final List<String> puts = new ArrayList<>();
    final List<String> reads = new ArrayList<>();
    public final List<String> gets = new ArrayList<>();
    /** What happens at the moment when an object is asked for, told its key. */
    public Consumer<String> beforeReading = key -> { };
    long bytesRead;
    boolean unreachable;

    private final String name;

    public InMemoryDestination(String name) {
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
        beforeReading.accept(key);
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
        beforeReading.accept(key);
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
        return listWithUploads(prefix).stream().filter(it -> !Destination.isUpload(it.key())).toList();
    }

    @Override
    public List<StoredObject> listWithUploads(String prefix) {
        check();
        return objects.entrySet().stream().filter(it -> it.getKey().startsWith(prefix))
                .map(it -> new StoredObject(it.getKey(), it.getValue().length)).toList();
    }

    @Override
    public void delete(String key) {
        check();
        objects.remove(key);
    }

    /** All objects of an archive. */
    public void remove(StoredArchive archive) {
        objects.keySet().removeIf(it -> it.startsWith(archive.name().path() + "/"));
    }

    /** One bit of an object, turned over. */
    public void damage(String key, int at) {
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
