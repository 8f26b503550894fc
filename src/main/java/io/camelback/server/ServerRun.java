package io.camelback.server;

import io.camelback.backup.BackupResult;
import io.camelback.catalog.ServerNote;
import io.camelback.catalog.ServerNotes;
import io.camelback.config.ServerConfig;
import io.camelback.couchdb.DatabaseState;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.AtOnce;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import io.camelback.job.TaskLock;
import io.camelback.job.Whole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One run of a whole server's task under way: what the route passes along. The fields are set once by the step that finds them out. */
final class ServerRun extends Whole {

    /** So many databases, one after the other, that couldn't be reached say that the others can't be either. */
    private static final int PATIENCE = 10;

    final ServerConfig task;
    final ServerRequest request;
    final StopSignal stop;
    final List<TaskLock> locks = new ArrayList<>();
    final Instant start;
    final long startNanos = System.nanoTime();
    final Map<String, Failure> lost = new LinkedHashMap<>();

    ServerNotes notes;
    /** All that are to be backed up, as the listing had them. */
    Map<String, DatabaseState> listed = Map.of();
    List<String> chosen = List.of();
    /** For the note; null until there is one to be stored. */
    Staging staging;

    private AtOnce<Part> parts;
    private final Map<String, DatabaseOutcome<BackupResult>> outcomes = new TreeMap<>();
    private int outOfReach;
    private Failure givenUp;

    /** One database of the run. */
    record Part(ServerRun run, String database) {
    }

    ServerRun(ServerConfig task, ServerRequest request, StopSignal stop, TaskLock lock, Instant start) {
        this.task = task;
        this.request = request;
        this.stop = stop;
        this.locks.add(lock);
        this.start = start;
    }

    /** For the route. */
    public ServerConfig getTask() {
        return task;
    }

    /** Whether other runs went on meanwhile. For the route. */
    public boolean isFull() {
        return request.full();
    }

    void choose(Map<String, DatabaseState> all, List<String> names) {
        listed = all;
        chosen = names;
        parts = new AtOnce<>(names.stream().map(it -> new Part(this, it)).toList(), task.atOnce());
    }

    /** The databases to be looked at, as many at a time as the task says. For the route. */
    public Iterator<Part> getParts() {
        return parts;
    }

    synchronized void ended(String database, DatabaseOutcome<BackupResult> outcome) {
        outcomes.put(database, outcome);
        if (outcome instanceof DatabaseOutcome.Failed<BackupResult> failed && failed.why().reason() == Reason.UNREACHABLE) {
            outOfReach++;
            givenUp = outOfReach == PATIENCE ? failed.why() : givenUp;
        } else {
            outOfReach = 0;
        }
    }

    /** There is room for the next one. */
    void leave() {
        parts.ended();
    }

    /** @throws Failure when the process is to end, or when there is no sense in trying another database */
    synchronized void checkOn() {
        stop.check();
        if (givenUp != null) {
            String what = "not tried after " + PATIENCE + " databases that failed, the last one with: " + givenUp.getMessage();
            throw givenUp.party() == Party.DESTINATION ? Failure.destination(Reason.UNREACHABLE, what) : Failure.source(Reason.UNREACHABLE, what);
        }
    }

    synchronized Map<String, DatabaseOutcome<BackupResult>> outcomes() {
        return new TreeMap<>(outcomes);
    }

    /** What the next run is to know of each database. */
    Map<String, ServerNote.Noted> noted() {
        Map<String, DatabaseOutcome<BackupResult>> ended = outcomes();
        Map<String, ServerNote.Noted> noted = new TreeMap<>();
        listed.forEach((name, state) -> {
            DatabaseOutcome<BackupResult> outcome = ended.get(name);
            if (outcome == null) {
                noted.put(name, ServerNote.Noted.complete(state));
            } else if (outcome instanceof DatabaseOutcome.Failed<BackupResult> failed) {
                noted.put(name, ServerNote.Noted.failed(failed.why().getMessage(), notes.newest().flatMap(it -> it.lastGood(name))));
            } else if (outcome instanceof DatabaseOutcome.Done<BackupResult> done) {
                noted.put(name, done.result().complete() ? ServerNote.Noted.complete(state) : ServerNote.Noted.partly());
            }
        });
        return noted;
    }
}
