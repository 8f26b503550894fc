package io.camelback.verify;

import io.camelback.archive.ArchiveName;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.CatalogReader;
import io.camelback.catalog.CatalogReading;
import io.camelback.catalog.Chains;
import io.camelback.catalog.DestinationCatalog;
import io.camelback.catalog.LastRun;
import io.camelback.catalog.StoredArchive;
import io.camelback.catalog.VerifiedNote;
import io.camelback.config.Config;
import io.camelback.config.TaskConfig;
import io.camelback.destination.Destination;
import io.camelback.destination.StoredObject;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import io.camelback.verify.Inspection.Found;
import io.camelback.verify.VerifyJob.Part;
import io.camelback.verify.VerifyResult.Damaged;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** The bean {@code verify}: the steps of a verify; the route tells their order. */
public final class Verify {

    /** Batches of a destination that are read at a time, at the least: while one waits for the network, another is looked through. */
    private static final int LEAST_AT_ONCE = 2;

    private final Config config;
    private final Function<String, Destination> destinations;
    private final StopSignal stop;
    private final RandomGenerator random = new SecureRandom();

    private Verify(Config config, Function<String, Destination> destinations, StopSignal stop) {
        this.config = config;
        this.destinations = destinations;
        this.stop = stop;
    }

    /**
     * @param destinations by name
     */
    public static void bind(CamelContext context, Config config, Function<String, Destination> destinations, StopSignal stop) {
        Registry registry = context.getRegistry();
        registry.bind("verifyThreads", context.getExecutorServiceManager().newCachedThreadPool(context, "verify"));
        registry.bind("verify", new Verify(config, destinations, stop));
    }

    public VerifyJob open(@Body VerifyRequest request) {
        TaskConfig task = config.task(request.task());
        request.destination().filter(it -> !task.destinations().contains(it)).ifPresent(it -> {
            throw Failure.usage("task " + task.name() + " has no destination '" + it + "'").remedy("It has: " + String.join(", ", task.destinations()));
        });
        return new VerifyJob(task, request);
    }

    /** Manifests are to be read anew: of one that was read before, and is remembered, nobody knows whether it is still what it was. */
    public CatalogReading list(@Body Part part) {
        return new CatalogReader().begin(part.job.task.name(), destinations.apply(part.destination));
    }

    public void survey(Part part, DestinationCatalog catalog) {
        part.catalog = catalog;
        part.catalog.failure().ifPresent(it -> leftOut(part, it));
    }

    public void surveyed(@Body VerifyJob job) throws Exception {
        job.check();
        job.union = new Catalog(job.task.name(), job.getAll().stream().map(it -> it.catalog).toList());
        job.links = new Links(job.getAll().stream().flatMap(it -> it.catalog.archives().stream()).toList());
        job.request.progress().begin("verifying", job.getParts().stream().flatMap(it -> it.catalog.archives().stream())
                .mapToLong(it -> it.manifest().counts().documents() + it.manifest().counts().absent()).sum());
    }

    /** What the manifests of one destination say by themselves; then their archives are to be read. */
    public void begin(@Body Part part) {
        try {
            Destination destination = destinations.apply(part.destination);
            Inspection inspection = new Inspection(part.job, destination, VerifiedNote.read(destination, part.job.task.name()), stop, random);
            unreadable(part, destination).forEach(inspection::manifest);
            part.catalog.archives().forEach(archive -> part.job.links.of(archive).ifPresent(it -> inspection.contradicted(archive, it)));
            part.begin(inspection, Math.max(LEAST_AT_ONCE, Runtime.getRuntime().availableProcessors()));
        } catch (Failure e) {
            leftOut(part, e);
        }
    }

    /** One archive, but for its batches. When the destination has failed meanwhile, the rest needn't be tried. */
    public Iterator<InspectedBatch> batches(@Body InspectedArchive inspected) {
        return inspected.part().batches(inspected.archive());
    }

    public void batch(@Body InspectedBatch inspected) {
        inspected.part().look(inspected);
    }

    public void endArchive(InspectedArchive inspected) {
        inspected.part().ended();
    }

    /** Everything that one destination has was looked at, or the first thing that went wrong is why it is left out. */
    public void end(@Body Part part) throws Exception {
        try {
            part.check();
            if (part.inspecting != null) {
                lastRun(part).ifPresent(it -> {
                    part.lastRun = Optional.of(it.restorePoint());
                    part.inspecting.missing(it);
                });
                part.inspection = part.inspecting;
            }
        } catch (Exception e) {
            leftOut(part, Failure.in(e).orElseThrow(() -> e));
        }
    }

    /** Manifests that are there, and were not to be read. */
    private static List<ArchiveName> unreadable(Part part, Destination destination) {
        String task = part.job.task.name();
        Set<ArchiveName> readable = new HashSet<>();
        part.catalog.archives().forEach(it -> readable.add(it.name()));
        return part.catalog.damaged().isEmpty() ? List.of() : destination.list(task + "/").stream().map(StoredObject::key)
                .flatMap(it -> ArchiveName.parse(it).stream()).filter(it -> it.task().equals(task) && !readable.contains(it)).toList();
    }

    /** The note of the last run, if the archive that it names is gone, and no other has taken its place. */
    private static Optional<LastRun> lastRun(Part part) {
        return part.catalog.lastRun().filter(run -> part.job.union.archives().stream()
                .noneMatch(it -> it.name().path().equals(run.archive()) || !it.manifest().end().isBefore(run.restorePoint())));
    }

    /** Of what is damaged: who has it intact, and what can't be restored without it. */
    public void compare(@Body VerifyJob job) throws Exception {
        job.check();
        for (Part part : job.getVerified()) {
            List<Damaged> damaged = new ArrayList<>();
            for (Found found : part.inspection.damaged()) {
                damaged.add(new Damaged(found.piece().key(), found.reason(), job.alive().stream().filter(it -> !it.equals(part.destination))
                        .filter(it -> isIntact(found.piece(), it)).toList()));
            }
            part.damaged = damaged;
            List<StoredArchive> own = part.catalog.archives().stream().filter(it -> !part.inspection.gone().contains(it.name())).toList();
            part.losses = new Losses(own, part.hurt(), job.union.archives());
        }
    }

    /** Damage seldom comes in such amounts that reading the copies once more would matter. */
    private boolean isIntact(Piece piece, String destination) {
        stop.check();
        try {
            return piece.damage(new Checks(destinations.apply(destination))).isEmpty();
        } catch (Failure e) {
            if (e.reason() == Reason.INTERRUPTED) {
                throw e;
            }
            return false;
        }
    }

    /** What was found is kept there: a sync on any machine replaces it, and a status tells it. */
    public void note(@Body Part part) {
        String task = part.job.task.name();
        try (Staging staging = Staging.in(config.staging(), "verify-" + UUID.randomUUID())) {
            Destination destination = destinations.apply(part.destination);
            VerifiedNote before = VerifiedNote.read(destination, task);
            part.point = part.job.request.sample().isAll() ? part.losses.newest() : before.point().filter(part.losses::has);
            VerifiedNote note = new VerifiedNote(Optional.of(config.clock().instant()),
                    Optional.of(part.job.request.sample()).filter(it -> !it.isAll()).map(Object::toString), part.point,
                    part.damaged.stream().map(it -> new VerifiedNote.Damaged(it.key(), it.reason())).toList());
            destination.put(VerifiedNote.key(task), staging.write("verified.json", note.bytes()));
        } catch (Failure e) {
            if (e.reason() == Reason.INTERRUPTED || e.party() == Party.CAMELBACK) {
                throw e;
            }
            part.job.unnoted(part.destination, e);
        }
    }

    public VerifyResult result(@Body VerifyJob job) throws Exception {
        job.check();
        return job.result(gaps(job.union));
    }

    /**
     * Where links are missing: archives that no chain reaches, the first of each such row. What another archive has taken the place of may
     * well stand alone, for a cleanup removes one after the other; and what is missing may be where nobody could look.
     */
    private static List<String> gaps(Catalog union) {
        if (!union.failures().isEmpty()) {
            return List.of();
        }
        Chains chains = union.chains();
        List<StoredArchive> reached = chains.complete();
        return union.archives().stream().filter(it -> !chains.reaches(it) && reached.stream().noneMatch(other -> covers(other, it)))
                .filter(it -> union.archives().stream().noneMatch(other -> leadsTo(other, it)))
                .map(it -> "no chain leads to " + it.id() + ": the archive before it is missing").toList();
    }

    private static boolean covers(StoredArchive other, StoredArchive archive) {
        return other.manifest().lineage().equals(archive.manifest().lineage()) && !other.manifest().end().isBefore(archive.manifest().end());
    }

    private static boolean leadsTo(StoredArchive other, StoredArchive archive) {
        return other.manifest().lineage().equals(archive.manifest().lineage()) && other.manifest().until().equals(archive.manifest().since());
    }

    public void close(VerifyJob job) {
        job.request.progress().end();
    }

    private static void leftOut(Part part, Failure why) {
        if (why.reason() == Reason.INTERRUPTED || why.party() == Party.CAMELBACK) {
            throw why;
        }
        part.job.lost(part.destination, why);
    }
}
