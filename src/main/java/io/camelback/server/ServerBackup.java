package io.camelback.server;

import io.camelback.backup.BackupRequest;
import io.camelback.backup.BackupResult;
import io.camelback.catalog.ServerNote;
import io.camelback.catalog.ServerNotes;
import io.camelback.config.Config;
import io.camelback.config.ServerConfig;
import io.camelback.config.TaskConfig;
import io.camelback.couchdb.CouchDb;
import io.camelback.couchdb.CouchDbs;
import io.camelback.couchdb.CouchServer;
import io.camelback.couchdb.DatabaseState;
import io.camelback.destination.Outcome;
import io.camelback.destination.StoreRequest;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Hold;
import io.camelback.job.Progress;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import io.camelback.job.TaskLock;
import io.camelback.lease.Kind;
import io.camelback.lease.Leases;
import io.camelback.server.DatabaseOutcome.Done;
import io.camelback.server.DatabaseOutcome.LeftOut;
import io.camelback.server.ServerJob.Part;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** The bean {@code serverBackup}: the steps of a whole server's run; the route tells their order. */
public final class ServerBackup {

    private final Config config;
    private final Clock clock;
    private final CouchDbs couchDbs;
    private final Leases leases;
    private final StopSignal stop;

    ServerBackup(Config config, CouchDbs couchDbs, Leases leases, StopSignal stop) {
        this.config = config;
        this.clock = config.clock();
        this.couchDbs = couchDbs;
        this.leases = leases;
        this.stop = stop;
    }

    /** From here on no other run of this task can begin; beside a full backup others go on. */
    public ServerRun open(@Body ServerRequest request) {
        ServerConfig task = config.server(request.task());
        List<Hold> holds = new ArrayList<>();
        try {
            holds.add(request.full() ? TaskLock.ofFullBackup(config.staging(), task.name()) : TaskLock.ofRun(config.staging(), task.name()));
            holds.add(leases.take(request.full() ? Kind.FULL : Kind.RUN, task.name(), task.destinations(), stop));
            return new ServerRun(task, request, stop, holds, clock.instant());
        } catch (RuntimeException e) {
            Hold.closeAll(holds);
            throw e;
        }
    }

    /** What was noted before; a server that nobody can note anything of isn't asked. */
    public void noted(ServerRun run, ServerNotes notes) {
        run.notes = notes;
        run.lost.putAll(notes.failures());
        if (notes.reachable().size() < run.task.each().minDestinations()) {
            throw notes.failures().values().iterator().next().retryable(false);
        }
    }

    /** One look at the server tells which databases there are, and which of them have to be looked at. */
    public void choose(@Body ServerRun run) {
        stop.check();
        Map<String, DatabaseState> all = new TreeMap<>(server(run.task).databases());
        all.keySet().removeIf(it -> !run.task.databases().matches(it));
        List<String> chosen = all.entrySet().stream().filter(it -> run.request.full() || !run.notes.isIdle(it.getKey(), it.getValue()))
                .map(Map.Entry::getKey).toList();
        run.listed = all;
        run.take(chosen);
    }

    private CouchServer server(ServerConfig server) {
        TaskConfig each = server.each();
        CouchDb couch = couchDbs.connect(each.connection(), server.server(), each.access(), each.parallel());
        return new CouchServer(couch);
    }

    /** The run of one database, like that of any other task. */
    public BackupRequest request(@Body Part<BackupResult> part) {
        part.job().checkOn();
        return new BackupRequest(part.job().task.member(part.database()).name(), ((ServerRun) part.job()).request.full(), Progress.NONE);
    }

    public void done(Part<BackupResult> part, BackupResult result) {
        part.job().ended(part.database(), new Done<>(result));
    }

    public void failed(@ExchangeProperty("part") Part<BackupResult> part, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
        Failure failure = Failure.in(thrown).orElseGet(() -> Failure.camelback(Reason.FAILED, "unexpected: " + thrown).cause(thrown));
        if (isGone(part, failure)) {
            part.job().ended(part.database(), new LeftOut<>("deleted from the server meanwhile; what is stored stays restorable"));
        } else {
            part.job().failed(part.database(), failure);
        }
    }

    /** A single 404 proves nothing: the server has to say so of the database itself. */
    private boolean isGone(Part<BackupResult> part, Failure failure) {
        try {
            return failure.party() == Party.SOURCE && failure.reason() == Reason.MISSING && !server(part.job().task).has(part.database());
        } catch (Failure e) {
            return false;
        }
    }

    /** There is room for the next database. */
    public void leave(@ExchangeProperty("part") Part<BackupResult> part) {
        part.job().leave();
    }

    /** Every database has ended. */
    public void check(@Body ServerRun run) throws Exception {
        stop.check();
        run.check();
    }

    /** Only one at a time notes how a server stands. */
    public void alone(@Body ServerRun run) {
        run.holds.add(TaskLock.afterRun(config.staging(), run.task.name(), stop));
        run.holds.add(leases.await(Kind.RUN, run.task.name(), run.task.destinations(), stop));
    }

    /** What a run noted that began while everything was read anew is newer. */
    public void notedMeanwhile(ServerRun run, ServerNotes notes) {
        run.notes = notes;
        run.lost.putAll(notes.failures());
    }

    /** What is to be noted: how each database stood before this run, if it ended well. */
    public ServerNote note(@Body ServerRun run) {
        Optional<ServerNote> newest = run.notes.newest();
        if (newest.filter(it -> it.begin().isAfter(run.start)).isPresent()) {
            return newest.get().withFull(run.start);
        }
        boolean all = run.request.full() || newest.isEmpty();
        Optional<Instant> full = all ? Optional.of(run.start) : newest.flatMap(ServerNote::lastFull);
        return new ServerNote(run.task.name(), run.start, clock.instant(), full, run.noted());
    }

    /** The same as a file; it goes when it is stored. */
    public StoreRequest file(ServerRun run, byte[] json) {
        run.staging = Staging.in(config.staging(), run.task.name() + ".note");
        return new StoreRequest(ServerNote.key(run.task.name()), run.staging.write("databases.json", json), run.notes.reachable());
    }

    public void stored(ServerRun run, List<Outcome> outcomes) {
        outcomes.forEach(outcome -> outcome.failure().ifPresent(why -> run.lost.put(outcome.destination(), why)));
    }

    public ServerResult result(@Body ServerRun run) {
        return new ServerResult(run.task.name(), run.outcomes(), run.listed.size() - run.outcomes().size(), run.lost, run.seconds());
    }

    /** Lets go of everything that a run holds, however it ended. */
    public void close(ServerRun run) {
        try {
            if (run.staging != null) {
                run.staging.close();
            }
        } finally {
            Hold.closeAll(run.holds);
        }
    }
}
