package io.camelback.verify;

import io.camelback.archive.ArchiveName;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.DestinationCatalog;
import io.camelback.catalog.StoredArchive;
import io.camelback.config.TaskConfig;
import io.camelback.failure.Failure;
import io.camelback.job.AtOnce;
import io.camelback.job.Whole;
import io.camelback.verify.VerifyResult.Amount;
import io.camelback.verify.VerifyResult.Damaged;
import io.camelback.verify.VerifyResult.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** One verify of a task under way: what the routes pass along. */
final class VerifyJob extends Whole {

    /** A destination, and what was found there. */
    static final class Part extends Whole {

        final VerifyJob job;
        final String destination;
        DestinationCatalog catalog;
        /** Under way; null where it could not even begin. */
        Inspection inspecting;
        private AtOnce<InspectedArchive> archives = new AtOnce<>(List.of(), 1);
        private Semaphore room;
        /** Set once it was looked at to the end. */
        Inspection inspection;
        Losses losses;
        /** The last restore point of which the note of the last run knows, when it is gone. */
        Optional<Instant> lastRun = Optional.empty();
        List<Damaged> damaged = List.of();
        Optional<Instant> point = Optional.empty();

        Part(VerifyJob job, String destination) {
            this.job = job;
            this.destination = destination;
        }

        /** @param most so many archives are under way at a time, and so many batches of all of them together */
        void begin(Inspection of, int most) {
            inspecting = of;
            archives = new AtOnce<>(catalog.archives().stream().map(it -> new InspectedArchive(this, it)).toList(), most);
            room = new Semaphore(most);
        }

        /** What there is to read, handed out as others end. For the route. */
        public Iterator<InspectedArchive> getArchives() {
            return archives;
        }

        /** Those of an archive, likewise; none any more when the destination has failed. */
        Iterator<InspectedBatch> batches(StoredArchive archive) {
            return new AtOnce<>(isFailed() ? List.of() : inspecting.archive(this, archive), room);
        }

        void look(InspectedBatch batch) {
            try {
                if (!isFailed()) {
                    inspecting.batch(batch);
                }
            } finally {
                room.release();
            }
        }

        /** One archive is done with. */
        void ended() {
            archives.ended();
        }

        Set<ArchiveName> hurt() {
            return inspection.hurt();
        }

        private Verified verified() {
            List<Instant> lost = new ArrayList<>(damaged.isEmpty() ? List.of() : losses.lost());
            lastRun.filter(it -> !lost.contains(it)).ifPresent(lost::add);
            List<String> lacking = job.union.lacking(destination).stream().map(it -> it.id()).toList();
            return new Verified(destination, catalog.archives().size() - inspection.gone().size(), inspection.read(), inspection.all(), point, damaged, lost,
                    lacking);
        }
    }

    final TaskConfig task;
    final VerifyRequest request;
    final long startNanos = System.nanoTime();

    /** What all of the task's destinations hold. */
    Catalog union;
    Links links;

    private final List<Part> parts;
    private final Map<String, Failure> lost = new LinkedHashMap<>();
    private final Map<String, Failure> unnoted = new LinkedHashMap<>();

    VerifyJob(TaskConfig task, VerifyRequest request) {
        this.task = task;
        this.request = request;
        this.parts = task.destinations().stream().map(it -> new Part(this, it)).toList();
    }

    /** For the route: all of the task's destinations, for each knows something of the others. */
    public List<Part> getAll() {
        return parts;
    }

    /** For the route: those that are to be verified, as far as they can be read. */
    public synchronized List<Part> getParts() {
        return parts.stream().filter(it -> isWanted(it.destination) && !lost.containsKey(it.destination)).toList();
    }

    /** For the route: those that were verified to the end. */
    public List<Part> getVerified() {
        return getParts().stream().filter(it -> it.inspection != null).toList();
    }

    /** Destinations that can be read. */
    synchronized List<String> alive() {
        return task.destinations().stream().filter(it -> !lost.containsKey(it)).toList();
    }

    private boolean isWanted(String destination) {
        return request.destination().isEmpty() || request.destination().get().equals(destination);
    }

    /** The destination is out for the rest of this verify. */
    synchronized void lost(String destination, Failure why) {
        lost.putIfAbsent(destination, why);
    }

    synchronized void unnoted(String destination, Failure why) {
        unnoted.put(destination, why);
    }

    /** @throws Failure when none of the destinations could be verified: because something is damaged, if that is why, else the first reason */
    synchronized VerifyResult result(List<String> gaps) {
        Map<String, Failure> unreachable = new LinkedHashMap<>();
        parts.stream().map(it -> it.destination).filter(it -> isWanted(it) && lost.containsKey(it)).forEach(it -> unreachable.put(it, lost.get(it)));
        List<Verified> verified = getVerified().stream().map(Part::verified).toList();
        if (verified.isEmpty()) {
            throw unreachable.values().stream().filter(it -> it.party() == Failure.Party.ARCHIVE).findFirst()
                    .orElseGet(() -> unreachable.values().iterator().next());
        }
        return new VerifyResult(task.name(), request.sample(), verified, gaps, unreachable, new LinkedHashMap<>(unnoted),
                (System.nanoTime() - startNanos) / 1e9);
    }
}
