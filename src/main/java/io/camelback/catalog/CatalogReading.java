package io.camelback.catalog;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Manifest;
import io.camelback.archive.ManifestJson;
import io.camelback.destination.Destination;
import io.camelback.destination.StoredObject;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.AtOnce;
import io.camelback.job.Whole;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * What a destination holds of a task, while it is found out: first one listing, then each manifest that isn't known yet, in any order and
 * by several threads, then the catalog.
 */
public final class CatalogReading extends Whole {

    /** What is known of a manifest once it was read. */
    record Known(Manifest manifest, String sha256) {
    }

    /** A manifest that is listed. One thread reads it, and another asks later what it says. */
    public static final class Listed {

        private final CatalogReading reading;
        private final StoredObject object;
        private final ArchiveName name;
        private final String place;
        private volatile Optional<Known> known;
        private volatile Optional<Failure> damage = Optional.empty();

        private Listed(CatalogReading reading, StoredObject object, ArchiveName name) {
            this.reading = reading;
            this.object = object;
            this.name = name;
            this.place = reading.destination.name() + ":" + object.key();
            this.known = Optional.ofNullable(reading.remembered.get(place));
        }

        /**
         * Once, by the one to whom it was handed out; then the next one is.
         *
         * @throws Failure that says nothing of this one manifest: nobody can tell what the destination has
         */
        void take() {
            try {
                read();
            } finally {
                reading.room.release();
            }
        }

        void read() {
            if (!reading.isFailed()) {
                try {
                    known = reading.bytes(object).map(this::parse);
                    known.ifPresent(it -> reading.remembered.put(place, it));
                } catch (Failure e) {
                    damage = Optional.of(orThrow(e));
                }
            }
        }

        private Known parse(byte[] bytes) {
            Manifest manifest = manifest(bytes, place);
            if (!manifest.name().equals(name)) {
                throw Failure.damaged("manifest " + place + " is that of another archive, " + manifest.name().path());
            }
            return new Known(manifest, ManifestJson.sha256(bytes));
        }

        private StoredArchive archive(Known manifest) {
            return new StoredArchive(manifest.manifest(), manifest.sha256(), Set.of(reading.destination.name()));
        }
    }

    private final String task;
    private final Destination destination;
    private final Map<String, Known> remembered;
    private final Semaphore room;
    private List<StoredObject> objects = List.of();
    private List<Listed> listed = List.of();

    /**
     * @param remembered by destination and key: what was read once, and is read here
     * @param room how many manifests of the destination are read at a time, by all who read some
     */
    CatalogReading(String task, Destination destination, Map<String, Known> remembered, Semaphore room) {
        this.task = task;
        this.destination = destination;
        this.remembered = remembered;
        this.room = room;
    }

    /** Asks what is there. That it can't be told is noted as the failure of the whole. */
    void list() {
        try {
            objects = destination.listWithUploads(task + "/");
            List<Listed> manifests = new ArrayList<>();
            objects.forEach(object -> ArchiveName.parse(object.key()).filter(it -> it.task().equals(task))
                    .ifPresent(name -> manifests.add(new Listed(this, object, name))));
            listed = manifests;
        } catch (Failure e) {
            failed(e);
        }
    }

    /** The manifests that have to be read, handed out as there is room. For the route. */
    public Iterator<Listed> getUnread() {
        return new AtOnce<>(listUnread(), room);
    }

    /** Not called unread: for the route that would be the name of the method above as well. */
    List<Listed> listUnread() {
        return listed.stream().filter(it -> it.known.isEmpty()).toList();
    }

    /** Once all of them were read. Never throws for the destination's sake: what is wrong with it stands in the result. */
    DestinationCatalog catalog() {
        try {
            check();
            List<StoredArchive> archives = new ArrayList<>();
            listed.forEach(one -> one.known.map(one::archive).ifPresent(archives::add));
            archives.sort(StoredArchive.BY_END);
            List<Failure> damaged = listed.stream().flatMap(it -> it.damage.stream()).toList();
            boolean hasLastRun = objects.stream().anyMatch(it -> it.key().equals(LastRun.key(task)));
            Optional<LastRun> lastRun = hasLastRun ? CatalogReader.lastRun(destination, task) : Optional.empty();
            return new DestinationCatalog(destination.name(), archives, damaged, leftovers(archives), lastRun, Optional.empty());
        } catch (Exception e) {
            return DestinationCatalog.failed(destination.name(), Failure.in(e).orElseThrow(() -> new IllegalStateException(e)));
        }
    }

    /** One damaged manifest is one archive less. Anything else says that there is no telling what the destination has. */
    private static Failure orThrow(Failure failure) {
        if (failure.party() == Party.ARCHIVE && failure.reason() == Reason.DAMAGED) {
            return failure;
        }
        throw failure;
    }

    /** Where a manifest is damaged nobody knows what belongs to it. */
    private List<Leftover> leftovers(List<StoredArchive> archives) {
        Map<ArchiveName, List<StoredObject>> folders = new LinkedHashMap<>();
        objects.forEach(object -> ArchiveName.ofFile(object.key()).filter(name -> name.task().equals(task))
                .ifPresent(name -> folders.computeIfAbsent(name, it -> new ArrayList<>()).add(object)));
        Map<ArchiveName, Manifest> manifests = archives.stream().collect(Collectors.toMap(StoredArchive::name, StoredArchive::manifest));
        listed.forEach(one -> {
            if (manifests.containsKey(one.name)) {
                Set<String> named = manifests.get(one.name).files().stream().map(it -> one.name.key(it.name())).collect(Collectors.toSet());
                folders.get(one.name).removeIf(it -> it.key().equals(one.object.key()) || named.contains(it.key()));
            } else {
                folders.remove(one.name);
            }
        });
        folders.values().removeIf(List::isEmpty);
        return folders.entrySet().stream()
                .map(folder -> new Leftover(folder.getKey(), folder.getValue().stream().map(StoredObject::key).toList(),
                        folder.getValue().stream().mapToLong(StoredObject::size).sum())).toList();
    }

    /** Empty when the archive was removed since its destination was listed: that it is gone is believed if it is no longer listed either. */
    private Optional<byte[]> bytes(StoredObject object) {
        try {
            return Optional.of(destination.read(object.key(), 0, Math.toIntExact(object.size())));
        } catch (Failure e) {
            if (e.reason() == Reason.MISSING && destination.list(object.key()).stream().noneMatch(it -> it.key().equals(object.key()))) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A manifest of a newer format is no mistake of the user's: the archive can't be used. */
    private static Manifest manifest(byte[] bytes, String place) {
        try {
            return ManifestJson.read(bytes, place);
        } catch (Failure e) {
            throw e.party() == Party.USER ? Failure.archive(Reason.REFUSED, e.getMessage()).cause(e) : e;
        }
    }
}
