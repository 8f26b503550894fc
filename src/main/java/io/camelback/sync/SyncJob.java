package io.camelback.sync;

import io.camelback.archive.ArchiveName;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.VerifiedNote;
import io.camelback.config.TaskConfig;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Hold;
import io.camelback.job.Staging;
import io.camelback.job.Whole;
import io.camelback.retention.Plan.Copy;
import io.camelback.sync.SyncResult.Repair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One sync of a task under way: what the route passes along. */
final class SyncJob extends Whole {

    /** What one destination is to get. */
    record Part(SyncJob job, String destination) {

        List<Copy> copies() {
            return job.copies.stream().filter(it -> it.destination().equals(destination)).toList();
        }

        List<Doubt> doubts() {
            return job.doubts.stream().filter(it -> it.destination().equals(destination)).toList();
        }
    }

    final TaskConfig task;
    final SyncRequest request;
    /** Held until the sync ends. */
    final List<Hold> holds;
    final Staging staging;
    final long startNanos = System.nanoTime();

    Catalog catalog;
    /** Of other archives, which others have replaced, nothing is copied and nothing repaired but their manifests: they will go. */
    Set<ArchiveName> wanted = Set.of();
    final List<Copy> copies = new ArrayList<>();
    final List<Doubt> doubts = new ArrayList<>();
    final Map<String, VerifiedNote> notes = new LinkedHashMap<>();

    private final List<Copy> copied = new ArrayList<>();
    private final List<Repair> repaired = new ArrayList<>();
    private final Map<String, Failure> lost = new LinkedHashMap<>();
    private final Map<String, Failure> problems = new LinkedHashMap<>();

    SyncJob(TaskConfig task, SyncRequest request, List<Hold> holds, Staging staging) {
        this.task = task;
        this.request = request;
        this.holds = holds;
        this.staging = staging;
    }

    public TaskConfig getTask() {
        return task;
    }

    /** For the route: whether there is more to do than to look. */
    public boolean isReal() {
        return !request.dryRun();
    }

    /** For the route: a destination each. */
    public List<Part> getParts() {
        return alive().stream().map(it -> new Part(this, it)).toList();
    }

    /** Destinations that still take part, in the order of the configuration. */
    synchronized List<String> alive() {
        return task.destinations().stream().filter(it -> !lost.containsKey(it)).toList();
    }

    synchronized boolean isAlive(String destination) {
        return !lost.containsKey(destination);
    }

    List<String> others(String destination) {
        return catalog.reachable().stream().filter(it -> !it.equals(destination)).toList();
    }

    synchronized void copied(Copy copy) {
        copied.add(copy);
    }

    synchronized void repaired(Doubt doubt) {
        repaired.add(repair(doubt));
    }

    /**
     * What is damaged everywhere is named, and the rest goes on; a destination that fails is out, and the next sync goes on there.
     *
     * @param what that could not be done
     * @throws Failure the same, when it is of another kind: it ends the job
     */
    synchronized void failed(String destination, String what, Failure why) {
        if (why.reason() == Reason.INTERRUPTED || why.party() != Party.ARCHIVE && why.party() != Party.DESTINATION) {
            throw why;
        }
        if (why.party() == Party.ARCHIVE) {
            problems.putIfAbsent(what, why);
        } else {
            lost.putIfAbsent(destination, why);
        }
    }

    synchronized void lost(String destination, Failure why) {
        lost.putIfAbsent(destination, why);
    }

    synchronized boolean isWhole(String destination) {
        return !lost.containsKey(destination) && problems.isEmpty();
    }

    synchronized SyncResult result() {
        return new SyncResult(task.name(), isReal(), List.copyOf(copies), doubts.stream().map(SyncJob::repair).toList(), List.copyOf(copied),
                List.copyOf(repaired), new LinkedHashMap<>(lost), List.copyOf(problems.values()), (System.nanoTime() - startNanos) / 1e9);
    }

    private static Repair repair(Doubt doubt) {
        return new Repair(doubt.destination(), doubt.key(), doubt.why());
    }
}
