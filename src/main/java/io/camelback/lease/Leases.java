package io.camelback.lease;

import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Keeps jobs of one task apart that share no staging directory: on two machines, or in two directories of one. A job leaves a note of itself
 * on the task's destinations, renews it while it goes on, and removes it at its end.
 *
 * <p>That is advice, no lock: destinations can't compare and set, so two jobs that begin within one request of each other may both go on. Nothing
 * hangs on it. Names are drawn, archives may fork, and cleanup waits. Nor does a job depend on it: a destination that doesn't take the lease
 * goes without.
 *
 * <p>The clocks of the hosts needn't agree. A lease is taken over when it hasn't changed for longer than it is valid, as measured here, or
 * when its process is on this machine and dead. A clock is only believed when it says that a lease was renewed just now.
 */
public final class Leases implements AutoCloseable {

    private final Function<String, Destination> destinations;
    private final Path staging;
    private final Clock clock;
    private final Pace pace;
    private final boolean wanted;
    private final ProcessName process = ProcessName.own();
    private final String id = UUID.randomUUID().toString();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final Renewals renewals = new Renewals();
    private final Judge judge;

    /**
     * @param destinations by name: such as try an operation once, for advice is not worth waiting for
     * @param staging the staging directory of the configuration
     * @param clock that of the system, whatever the configuration says
     * @param wanted false: every lease is had at once, without a look at the destinations
     */
    public Leases(Function<String, Destination> destinations, Path staging, Clock clock, boolean wanted) {
        this(destinations, staging, clock, wanted, Pace.REAL);
    }

    Leases(Function<String, Destination> destinations, Path staging, Clock clock, boolean wanted, Pace pace) {
        this.destinations = destinations;
        this.staging = staging;
        this.clock = clock;
        this.pace = pace;
        this.wanted = wanted;
        this.judge = new Judge(clock, pace, this::isDead, renewals::each);
    }

    /**
     * The lease for a job. A database of a whole server needs none while this process has that of the server.
     *
     * @param task of the configuration, or that of a database of a whole server
     * @param names of the task's destinations; the first that takes the lease decides when two come at once
     * @throws Failure BUSY when another job has it: at once, or after a look whether it lives
     */
    public Lease take(Kind kind, String task, List<String> names, StopSignal stop) {
        if (!wanted || isCovered(kind, task)) {
            return Lease.NONE;
        }
        Staging files = Staging.in(staging, "lease-" + UUID.randomUUID());
        try {
            List<Place> places = names.stream().map(it -> new Place(destinations.apply(it), kind.key(task))).toList();
            return hold(kind, task, judge.expectFree(places, files, stop), files);
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private Lease hold(Kind kind, String task, List<Place> places, Staging files) {
        LeaseNote note = LeaseNote.first(task, kind, process, id, clock.instant(), Pace.VALID);
        List<HeldPlace> copies = places.stream().map(it -> new HeldPlace(it, note, files.fresh(), clock, pace)).toList();
        renewals.each(copies, HeldPlace::write);
        Optional<HeldPlace> first = copies.stream().filter(HeldPlace::isOurs).findFirst();
        Optional<LeaseNote> other = first.flatMap(HeldPlace::other);
        if (other.isPresent()) {
            renewals.each(copies, HeldPlace::other);    // what the other one has written stays
            renewals.each(copies, HeldPlace::release);
            throw Judge.busy(other.get(), first.get().toString());
        }
        held.add(kind.key(task));
        renewals.begin(copies);
        return new Lease(copies, files, lease -> {
            renewals.end(copies);
            renewals.each(copies, HeldPlace::release);
            held.remove(kind.key(task));
        });
    }

    /** The same, but waits for the end of a job that has the lease. */
    public Lease await(Kind kind, String task, List<String> names, StopSignal stop) {
        while (true) {
            try {
                return take(kind, task, names, stop);
            } catch (Failure e) {
                if (e.reason() != Reason.BUSY) {
                    throw e;
                }
            }
            judge.pause(stop);
        }
    }

    /**
     * Whether a run or a full backup of the task, or of the whole server that it belongs to, is under way anywhere. Nobody waits for this: one that
     * may be dead counts as well.
     */
    public boolean isRunning(String task, List<String> names) {
        if (!wanted) {
            return false;
        }
        List<Place> places = Stream.of(task, server(task)).distinct().flatMap(owner -> Stream.of(Kind.RUN, Kind.FULL).map(kind -> kind.key(owner)))
                .flatMap(key -> names.stream().map(it -> new Place(destinations.apply(it), key))).toList();
        try (Staging files = Staging.in(staging, "lease-" + UUID.randomUUID())) {
            return !judge.seen(places, files).isEmpty();
        }
    }

    /** What its own process wrote and has no more was left there when it couldn't be removed. */
    private boolean isDead(Place place, LeaseNote note) {
        return note.id().equals(id) ? !held.contains(place.key()) : note.process().isDeadFor(process);
    }

    private boolean isCovered(Kind kind, String task) {
        return kind != Kind.UPKEEP && !server(task).equals(task)
                && (held.contains(Kind.RUN.key(server(task))) || held.contains(Kind.FULL.key(server(task))));
    }

    private static String server(String task) {
        int slash = task.indexOf('/');
        return slash < 0 ? task : task.substring(0, slash);
    }

    /** Renews nothing any more. */
    @Override
    public void close() {
        renewals.close();
    }
}
