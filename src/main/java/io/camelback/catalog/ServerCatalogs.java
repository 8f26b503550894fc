package io.camelback.catalog;

import io.camelback.archive.ArchiveName;
import io.camelback.catalog.ServerCatalog.Member;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The bean {@code serverCatalogs}: what destinations hold of a whole server. Never throws for a destination's sake, except when stopped. */
public final class ServerCatalogs {

    private final Function<String, Destination> destinations;
    private final Path staging;

    ServerCatalogs(Function<String, Destination> destinations, Path staging) {
        this.destinations = destinations;
        this.staging = staging;
    }

    /** The note of the server's newest run. It is fetched without a look around: beside it may lie thousands of databases. */
    public ServerNotes.OfDestination note(String task, String destination) {
        try (Staging place = Staging.in(staging, "note-" + UUID.randomUUID())) {
            return new ServerNotes.OfDestination(destination, note(task, destinations.apply(destination), place.fresh()), Optional.empty());
        } catch (Failure e) {
            return new ServerNotes.OfDestination(destination, Optional.empty(), Optional.of(e));
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the staging directory " + staging + " can't be read: " + e).cause(e);
        }
    }

    /**
     * One that is damaged is as good as none. That there is none is believed if it isn't listed either: a destination that is gone may not
     * know that it is.
     */
    private static Optional<ServerNote> note(String task, Destination destination, Path file) throws IOException {
        String key = ServerNote.key(task);
        try {
            destination.get(key, file);
            return ServerNote.parse(Files.readAllBytes(file));
        } catch (Failure e) {
            if (e.reason() == Reason.DAMAGED || e.reason() == Reason.MISSING && destination.list(key).stream().noneMatch(it -> it.key().equals(key))) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public ServerNotes notes(String task, List<ServerNotes.OfDestination> parts) {
        return new ServerNotes(task, parts);
    }

    /** The archives of all databases, by one listing. */
    public ServerCatalog.OfDestination archives(String task, String destination) {
        try {
            List<ArchiveName> archives = destinations.apply(destination).list(task + "/").stream()
                    .flatMap(it -> ArchiveName.parse(it.key()).stream()).filter(it -> it.task().startsWith(task + "/")).toList();
            return new ServerCatalog.OfDestination(destination, archives, Optional.empty());
        } catch (Failure e) {
            return new ServerCatalog.OfDestination(destination, List.of(), Optional.of(e));
        }
    }

    public ServerCatalog union(String task, List<ServerCatalog.OfDestination> parts) {
        return new ServerCatalog(task, parts);
    }

    /** The same with the newest restore point, as the newest run of the database left word of it. */
    public Member point(Member member) {
        return member.at(member.destinations().stream().flatMap(it -> lastRun(it, member.task()).stream()).max(Comparator.comparing(LastRun::begin))
                .map(LastRun::restorePoint));
    }

    private Optional<LastRun> lastRun(String destination, String task) {
        try {
            return CatalogReader.lastRun(destinations.apply(destination), task);
        } catch (Failure e) {
            return Optional.empty();
        }
    }
}
