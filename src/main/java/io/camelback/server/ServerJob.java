package io.camelback.server;

import io.camelback.config.ServerConfig;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.AtOnce;
import io.camelback.job.StopSignal;
import io.camelback.job.Whole;
import io.camelback.server.DatabaseOutcome.Failed;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * A job for several databases of a server, some at a time. One that fails doesn't stop the others.
 *
 * @param <R> what comes of one database
 */
abstract class ServerJob<R> extends Whole {

    /** So many databases, one after the other, that couldn't be reached say that the others can't be either. */
    private static final int PATIENCE = 10;

    final ServerConfig task;
    final long startNanos = System.nanoTime();

    private final StopSignal stop;
    private final Map<String, DatabaseOutcome<R>> outcomes = new TreeMap<>();
    private AtOnce<Part<R>> parts;
    private int outOfReach;
    private Failure givenUp;

    /** One database of a job, by its plain name. */
    record Part<R>(ServerJob<R> job, String database) {
    }

    ServerJob(ServerConfig task, StopSignal stop) {
        this.task = task;
        this.stop = stop;
    }

    /** For the route. */
    public ServerConfig getTask() {
        return task;
    }

    /** The databases, as many at a time as the task says. For the route. */
    public Iterator<Part<R>> getParts() {
        return parts;
    }

    void take(Collection<String> databases) {
        parts = new AtOnce<>(databases.stream().map(it -> new Part<>(this, it)).toList(), task.atOnce());
    }

    /** @throws Failure when the process is to end, or when there is no sense in trying another database */
    synchronized void checkOn() {
        stop.check();
        if (givenUp != null) {
            String what = "not tried after " + PATIENCE + " databases that failed, the last one with: " + givenUp.getMessage();
            throw givenUp.party() == Party.DESTINATION ? Failure.destination(Reason.UNREACHABLE, what) : Failure.source(Reason.UNREACHABLE, what);
        }
    }

    synchronized void ended(String database, DatabaseOutcome<R> outcome) {
        outcomes.put(database, outcome);
        outOfReach = outcome instanceof Failed<R> failed && failed.why().reason() == Reason.UNREACHABLE ? outOfReach + 1 : 0;
        if (outOfReach == PATIENCE && outcome instanceof Failed<R> failed) {
            givenUp = failed.why();
        }
    }

    /** That the process is to end stops all of them. */
    void failed(String database, Failure failure) {
        if (failure.reason() == Reason.INTERRUPTED) {
            failed(failure);
        } else {
            ended(database, new Failed<>(failure));
        }
    }

    /** There is room for the next one. */
    void leave() {
        parts.ended();
    }

    /** Of every database that was tried. */
    synchronized Map<String, DatabaseOutcome<R>> outcomes() {
        return new TreeMap<>(outcomes);
    }

    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
