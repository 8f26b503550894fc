package io.camelback.sync;

import io.camelback.archive.ArchiveFile;
import io.camelback.archive.ArchiveName;
import io.camelback.archive.Attachment;
import io.camelback.archive.AttachmentList;
import io.camelback.archive.ManifestJson;
import io.camelback.catalog.AttachmentCopier;
import io.camelback.catalog.AttachmentObjects;
import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.StoredArchive;
import io.camelback.catalog.VerifiedNote;
import io.camelback.catalog.VerifiedNote.Damaged;
import io.camelback.destination.Destination;
import io.camelback.destination.StoredObject;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import io.camelback.retention.Plan.Copy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds what destinations lack, and what may be wrong with the archives that they have: objects that are gone or have another size, manifests that can't be
 * read, and what a verify has noted. It lists, and reads manifests and lists of attachments; no batch.
 */
final class Look {

    /** What is known of one destination. */
    private record Place(Destination destination, Map<String, Long> sizes, Map<String, String> noted, AttachmentObjects attachments) {
    }

    private final SyncJob job;
    private final Function<String, Destination> destinations;
    private final Manifests manifests;
    private final Map<String, Place> places = new LinkedHashMap<>();

    Look(SyncJob job, Function<String, Destination> destinations) {
        this.job = job;
        this.destinations = destinations;
        this.manifests = new Manifests(job.catalog);
    }

    /** What is found is noted in the job. */
    void look() {
        for (String name : job.alive()) {
            attempt(name, name, () -> files(place(destinations.apply(name))));
        }
        attachments();
        job.alive().forEach(this::lacking);
    }

    /** An archive of which nobody knows the right manifest isn't spread. */
    private void lacking(String destination) {
        job.catalog.archives().stream().filter(it -> job.wanted.contains(it.name()) && !it.isOn(destination))
                .filter(it -> manifests.right(it.name()).filter(right -> right.sha256().equals(it.sha256())).isPresent())
                .forEach(it -> job.copies.add(new Copy(it, destination)));
    }

    /** What goes wrong with a destination puts it out of this sync, and touches no other. */
    private void attempt(String destination, String what, Runnable step) {
        try {
            step.run();
        } catch (Failure e) {
            job.failed(destination, what, e);
        }
    }

    private Place place(Destination destination) {
        String task = job.task.name();
        Map<String, Long> sizes = destination.list(task + "/").stream().collect(Collectors.toMap(StoredObject::key, StoredObject::size));
        VerifiedNote note = VerifiedNote.read(destination, task);
        job.notes.put(destination.name(), note);
        Map<String, String> noted = new HashMap<>();
        note.damaged().forEach((Damaged it) -> noted.put(it.key(), it.reason()));
        Place place = new Place(destination, sizes, noted, new AttachmentObjects(destination, task));
        places.put(destination.name(), place);
        return place;
    }

    private void files(Place place) {
        String name = place.destination().name();
        Set<String> known = new HashSet<>();
        for (StoredArchive own : job.catalog.as(name)) {
            String manifest = own.name().manifestKey();
            known.add(manifest);
            Optional<StoredArchive> right = manifests.right(own.name());
            if (right.filter(it -> it.sha256().equals(own.sha256())).isPresent()) {
                right.get().manifest().files().forEach(it -> file(place, right.get(), it));
            } else if (right.isPresent()) {
                job.doubts.add(new Doubt.OfManifest(name, right.get(), "is another one than on " + String.join(", ", right.get().destinations())));
            } else {
                job.failed(name, manifest, Failure.damaged(manifest + " isn't the same on " + String.join(" and ", manifests.on(own.name()))
                        + ", and there is no telling which one is damaged").remedy("Look at the storage behind them, and remove the wrong one"));
            }
        }
        if (!job.catalog.isWholeOn(name)) {
            place.sizes().keySet().stream().filter(it -> !known.contains(it)).sorted().forEach(it -> manifest(place, it));
        }
    }

    private void file(Place place, StoredArchive archive, ArchiveFile file) {
        if (!job.wanted.contains(archive.name())) {
            return;
        }
        String name = place.destination().name();
        String key = archive.name().key(file.name());
        String noted = place.noted().get(key);
        Optional<String> wrong = wrong(place.sizes().get(key), file.size());
        if (wrong.isPresent() || noted != null) {
            job.doubts.add(new Doubt.OfFile(name, archive, file, wrong.orElse(noted(noted)), wrong.isEmpty()));
        }
    }

    private static Optional<String> wrong(Long found, long size) {
        return found == null ? Optional.of("is gone") : found == size ? Optional.empty()
                : Optional.of("has " + found + " bytes instead of " + size);
    }

    private static String noted(String why) {
        return "was found damaged by a verify: " + why;
    }

    /** One that the catalog doesn't have: it is damaged, or has only just been stored. */
    private void manifest(Place place, String key) {
        Optional<ArchiveName> name = ArchiveName.parse(key).filter(it -> it.task().equals(job.task.name()));
        if (name.isEmpty() || isReadable(place, key, name.get())) {
            return;
        }
        String destination = place.destination().name();
        manifests.right(name.get()).ifPresentOrElse(
                it -> job.doubts.add(new Doubt.OfManifest(destination, it, "is damaged")),
                () -> job.failed(destination, key, Failure.damaged(destination + ":" + key + " is damaged").remedy("No other destination within reach has an intact copy")));
    }

    private static boolean isReadable(Place place, String key, ArchiveName name) {
        try {
            byte[] bytes = place.destination().read(key, 0, Math.toIntExact(place.sizes().get(key)));
            return ManifestJson.read(bytes, key).name().equals(name);
        } catch (Failure e) {
            if (e.reason() == Reason.DAMAGED || e.reason() == Reason.MISSING) {
                return e.reason() == Reason.MISSING;    // a cleanup elsewhere has removed it
            }
            throw e;
        }
    }

    /** Each list is read once, from wherever it is intact, and compared with every destination that has its archive. */
    private void attachments() {
        Set<String> seen = new HashSet<>();
        for (StoredArchive archive : job.catalog.archives()) {
            if (archive.manifest().attachments() != null && job.wanted.contains(archive.name())) {
                attempt(archive.destinations().iterator().next(), archive.name().key(AttachmentList.FILE), () -> attachments(archive, seen));
            }
        }
    }

    private void attachments(StoredArchive archive, Set<String> seen) {
        ArchiveFile file = archive.manifest().files().stream().filter(it -> it.name().equals(AttachmentList.FILE)).findFirst().orElseThrow();
        Path list = new BatchFiles(destinations, job.catalog.reachable()).whole(archive, file, job.staging);
        List<Place> having = places.values().stream().filter(it -> archive.isOn(it.destination().name())).toList();
        AttachmentCopier.forEach(archive.manifest().attachments(), list, attachment -> having.stream()
                .filter(it -> job.isAlive(it.destination().name()) && seen.add(it.destination().name() + ":" + attachment.object()))
                .forEach(it -> attempt(it.destination().name(), attachment.key(job.task.name()), () -> attachment(it, attachment))));
        Staging.remove(list);
    }

    private void attachment(Place place, Attachment attachment) {
        String key = attachment.key(job.task.name());
        String noted = place.noted().get(key);
        if (!place.attachments().has(attachment)) {
            job.doubts.add(new Doubt.OfAttachment(place.destination().name(), job.task.name(), attachment, "is gone, or has another size", false));
        } else if (noted != null) {
            job.doubts.add(new Doubt.OfAttachment(place.destination().name(), job.task.name(), attachment, noted(noted), true));
        }
    }
}
