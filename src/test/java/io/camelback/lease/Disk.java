package io.camelback.lease;

import io.camelback.destination.Destination;
import io.camelback.destination.StoredObject;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A destination in memory that remembers what it was asked for. */
final class Disk implements Destination {

    final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    boolean isDown;
    boolean isWriteOnce;
    Runnable afterPut = () -> { };

    private final String name;

    Disk(String name) {
        this.name = name;
    }

    /** What another machine writes. */
    void put(String key, LeaseNote note) {
        objects.put(key, note.bytes());
    }

    private void ask(String operation) {
        requests.add(operation);
        if (isDown) {
            throw Failure.destination(Reason.UNREACHABLE, name + " can't be reached");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void put(String key, Path file) {
        ask("put");
        try {
            objects.put(key, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        afterPut.run();
    }

    @Override
    public void get(String key, Path target) {
        ask("get");
        byte[] bytes = objects.get(key);
        if (bytes == null) {
            throw Failure.destination(Reason.MISSING, name + " has no " + key);
        }
        try {
            Files.write(target, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] read(String key, long offset, int length) {
        throw new IllegalStateException("a lease is fetched as a whole");
    }

    @Override
    public List<StoredObject> list(String prefix) {
        throw new IllegalStateException("beside a lease may lie thousands of databases");
    }

    @Override
    public void delete(String key) {
        ask("delete");
        if (isWriteOnce) {
            throw Failure.destination(Reason.DENIED, name + " removes nothing");
        }
        objects.remove(key);
    }
}
