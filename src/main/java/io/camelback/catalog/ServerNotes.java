package io.camelback.catalog;

import io.camelback.couchdb.DatabaseState;
import io.camelback.failure.Failure;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is noted of a server's newest run on each of its task's destinations. */
public final class ServerNotes {

    /** @param failure why the destination could not be read; one without a note is no failure */
    record OfDestination(String destination, Optional<ServerNote> note, Optional<Failure> failure) {
    }

    private final String task;
    private final List<OfDestination> destinations;

    ServerNotes(String task, List<OfDestination> destinations) {
        this.task = task;
        this.destinations = List.copyOf(destinations);
    }

    public String task() {
        return task;
    }

    /** The newest that any destination has. */
    public Optional<ServerNote> newest() {
        return destinations.stream().flatMap(it -> it.note().stream()).max(Comparator.comparing(ServerNote::begin));
    }

    /**
     * Whether a database is as it was before its last good run, on every destination that can be read. One that is new, or was away, says
     * otherwise of what it lacks.
     */
    public boolean isIdle(String database, DatabaseState state) {
        return !reachable().isEmpty() && destinations.stream().filter(it -> it.failure().isEmpty())
                .allMatch(it -> it.note().filter(note -> note.says(database, state)).isPresent());
    }

    /** Names of the destinations that could be read. */
    public List<String> reachable() {
        return destinations.stream().filter(it -> it.failure().isEmpty()).map(OfDestination::destination).toList();
    }

    /** Readable destinations without the newest note: they missed a run. */
    public List<String> behind() {
        Optional<ServerNote> newest = newest();
        return destinations.stream().filter(it -> it.failure().isEmpty() && newest.isPresent())
                .filter(it -> it.note().filter(note -> note.begin().equals(newest.get().begin())).isEmpty()).map(OfDestination::destination).toList();
    }

    public Map<String, Failure> failures() {
        Map<String, Failure> failures = new LinkedHashMap<>();
        destinations.forEach(it -> it.failure().ifPresent(why -> failures.put(it.destination(), why)));
        return failures;
    }

    /** Why no destination could be read; empty if one could. */
    public Optional<Failure> failure() {
        return reachable().isEmpty() ? failures().values().stream().findFirst() : Optional.empty();
    }
}
