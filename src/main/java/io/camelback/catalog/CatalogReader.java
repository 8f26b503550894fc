package io.camelback.catalog;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Manifest;
import io.camelback.archive.ManifestJson;
import io.camelback.destination.Destination;
import io.camelback.destination.StoredObject;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads what a destination holds of a task: its manifests. A manifest never changes and its name is never used again, so one that was
 * read is remembered; which ones are there is asked each time. Of thousands of databases those used last are remembered.
 */
public final class CatalogReader {

    private record Remembered(Manifest manifest, String sha256) {
    }

    private static final int MOST_REMEMBERED = 20_000;

    private final Map<String, Remembered> remembered = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    /** Never throws for the destination's sake: what is wrong with it stands in the result. */
    public DestinationCatalog read(String task, Destination destination) {
        try {
            List<StoredObject> objects = destination.listWithUploads(task + "/");
            List<StoredArchive> archives = new ArrayList<>();
            List<Failure> damaged = new ArrayList<>();
            boolean hasLastRun = false;
            for (StoredObject object : objects) {
                hasLastRun |= object.key().equals(LastRun.key(task));
                Optional<ArchiveName> name = ArchiveName.parse(object.key()).filter(it -> it.task().equals(task));
                if (name.isPresent()) {
                    try {
                        archive(destination, object, name.get()).ifPresent(archives::add);
                    } catch (Failure e) {
                        damaged.add(orThrow(e));
                    }
                }
            }
            archives.sort(StoredArchive.BY_END);
            Optional<LastRun> lastRun = hasLastRun ? lastRun(destination, task) : Optional.empty();
            return new DestinationCatalog(destination.name(), archives, damaged, leftovers(task, objects, archives), lastRun, Optional.empty());
        } catch (Failure e) {
            return DestinationCatalog.failed(destination.name(), e);
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
    private static List<Leftover> leftovers(String task, List<StoredObject> objects, List<StoredArchive> archives) {
        Map<ArchiveName, List<StoredObject>> folders = new LinkedHashMap<>();
        objects.forEach(object -> ArchiveName.ofFile(object.key()).filter(name -> name.task().equals(task))
                .ifPresent(name -> folders.computeIfAbsent(name, it -> new ArrayList<>()).add(object)));
        Map<ArchiveName, Manifest> manifests = archives.stream().collect(Collectors.toMap(StoredArchive::name, StoredArchive::manifest));
        objects.forEach(object -> ArchiveName.parse(object.key()).ifPresent(name -> {
            if (manifests.containsKey(name)) {
                Set<String> named = manifests.get(name).files().stream().map(it -> name.key(it.name())).collect(Collectors.toSet());
                folders.get(name).removeIf(it -> it.key().equals(object.key()) || named.contains(it.key()));
            } else {
                folders.remove(name);
            }
        }));
        folders.values().removeIf(List::isEmpty);
        return folders.entrySet().stream()
                .map(folder -> new Leftover(folder.getKey(), folder.getValue().stream().map(StoredObject::key).toList(),
                        folder.getValue().stream().mapToLong(StoredObject::size).sum())).toList();
    }

    /** Empty when the archive was removed since its destination was listed. */
    private Optional<StoredArchive> archive(Destination destination, StoredObject object, ArchiveName name) {
        String place = destination.name() + ":" + object.key();
        Remembered known = remembered.get(place);
        if (known == null) {
            Optional<byte[]> bytes = read(destination, object);
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            Manifest manifest = manifest(bytes.get(), place);
            if (!manifest.name().equals(name)) {
                throw Failure.damaged("manifest " + place + " is that of another archive, " + manifest.name().path());
            }
            known = new Remembered(manifest, ManifestJson.sha256(bytes.get()));
            remembered.put(place, known);
        }
        return Optional.of(new StoredArchive(known.manifest(), known.sha256(), Set.of(destination.name())));
    }

    /** That it is gone is believed if it is no longer listed either. */
    private static Optional<byte[]> read(Destination destination, StoredObject object) {
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
