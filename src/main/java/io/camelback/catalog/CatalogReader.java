package io.camelback.catalog;

import io.camelback.catalog.CatalogReading.Known;
import io.camelback.destination.Destination;
import io.camelback.destination.StoredObject;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Reads what a destination holds of a task: its manifests. A manifest never changes and its name is never used again, so one that was
 * read is remembered; which ones are there is asked each time. Of thousands of databases those used last are remembered.
 */
public final class CatalogReader {

    private static final int MOST_REMEMBERED = 20_000;
    /** Manifests of a destination that are read at a time: enough to hide how far away it is, and few enough for FTP servers. */
    private static final int AT_ONCE = 6;

    private final Map<String, Semaphore> rooms = new ConcurrentHashMap<>();

    private final Map<String, Known> remembered = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    /** Asks what is there; who reads the manifests that aren't known is for the caller. */
    public CatalogReading begin(String task, Destination destination) {
        CatalogReading reading = new CatalogReading(task, destination, remembered,
                rooms.computeIfAbsent(destination.name(), it -> new Semaphore(AT_ONCE)));
        reading.list();
        return reading;
    }

    /** The same to its end, one manifest after the other. */
    public DestinationCatalog read(String task, Destination destination) {
        CatalogReading reading = begin(task, destination);
        try {
            reading.listUnread().forEach(CatalogReading.Listed::read);
        } catch (Failure e) {
            reading.failed(e);
        }
        return reading.catalog();
    }

    /** Only a report hangs on it: one that can't be read is as good as none. */
    static Optional<LastRun> lastRun(Destination destination, String task) {
        try {
            long size = destination.list(LastRun.key(task)).stream().filter(it -> it.key().equals(LastRun.key(task)))
                    .mapToLong(StoredObject::size).findFirst().orElse(0);
            return LastRun.parse(destination.read(LastRun.key(task), 0, Math.toIntExact(size)));
        } catch (Failure e) {
            if (e.party() == Party.DESTINATION && e.reason() == Reason.UNREACHABLE) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
