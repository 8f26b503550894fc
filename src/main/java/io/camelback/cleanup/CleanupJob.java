package io.camelback.cleanup;

import io.camelback.archive.AttachmentList;
import io.camelback.catalog.Catalog;
import io.camelback.config.TaskConfig;
import io.camelback.destination.StoredObject;
import io.camelback.failure.Failure;
import io.camelback.job.Hold;
import io.camelback.job.TaskLock;
import io.camelback.job.Whole;
import io.camelback.retention.Plan;
import io.camelback.retention.Plan.Removal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One cleanup of a task under way: what the routes pass along. It stages nothing, for it has to work when no disk has space left. */
final class CleanupJob extends Whole {

    /** What goes from one destination, one after the other. */
    record Part(CleanupJob job, String destination, List<Removal> removals) {
    }

    /** A destination whose attachments are looked at. */
    record Place(CleanupJob job, String destination) {
    }

    final TaskConfig task;
    final CleanupRequest request;
    /** Held until the cleanup ends. */
    final List<Hold> holds = new ArrayList<>();
    final long startNanos = System.nanoTime();

    Plan plan;
    /** What the destinations hold after the removals. */
    Catalog left;
    boolean runUnderWay;
    private Optional<Boolean> runningElsewhere = Optional.empty();

    private final Map<String, UnusedNote> notes = new LinkedHashMap<>();
    private final Map<String, CleanupResult.Freed> freed = new LinkedHashMap<>();

    private final List<Removal> removed = new ArrayList<>();
    private final List<Removal> later = new ArrayList<>();
    private final Map<String, Failure> lost = new LinkedHashMap<>();

    CleanupJob(TaskConfig task, CleanupRequest request, TaskLock lock) {
        this.task = task;
        this.request = request;
        this.holds.add(lock);
    }

    public TaskConfig getTask() {
        return task;
    }

    /** For the route: nothing in a dry run. */
    public List<Part> getParts() {
        return request.dryRun() ? List.of()
                : task.destinations().stream().map(it -> new Part(this, it, plan.due(it))).filter(it -> !it.removals().isEmpty()).toList();
    }

    /** For the route: whether anything is due, or known of attachments. */
    public synchronized boolean isToDo() {
        return !getParts().isEmpty() || isAttachmentsToDo();
    }

    /**
     * Destinations are asked once: a run that begins after that has nothing there yet which is old enough to go.
     *
     * @param question whether a run is under way on another machine
     */
    synchronized boolean isRunningElsewhere(BooleanSupplier question) {
        if (runningElsewhere.isEmpty()) {
            runningElsewhere = Optional.of(question.getAsBoolean());
        }
        return runningElsewhere.get();
    }

    /** What an earlier cleanup noted of a destination's attachments. */
    synchronized void noted(String destination, UnusedNote note) {
        notes.put(destination, note);
    }

    /** None where it could not be read: such a destination is out. */
    synchronized UnusedNote note(String destination) {
        return notes.getOrDefault(destination, new UnusedNote());
    }

    /** For the route: whether an attachment may have become unused, or was noted to be so. */
    public synchronized boolean isAttachmentsToDo() {
        return notes.values().stream().anyMatch(it -> !it.isEmpty()) || removed.stream().anyMatch(CleanupJob::hadAttachments);
    }

    /** Whether an attachment may be unused after it. */
    static boolean hadAttachments(Removal removal) {
        return removal.keys().stream().anyMatch(it -> it.endsWith("/" + AttachmentList.FILE)) || removal.why() == Plan.Why.DEAD;
    }

    /** For the route: a destination each; none while a run is under way, which refers to attachments before its archive is there. */
    public synchronized List<Place> getPlaces() {
        return runUnderWay ? List.of() : notes.keySet().stream().filter(it -> !lost.containsKey(it)).map(it -> new Place(this, it)).toList();
    }

    synchronized void freed(String destination, List<StoredObject> attachments) {
        freed.put(destination, new CleanupResult.Freed(attachments.size(), attachments.stream().mapToLong(StoredObject::size).sum()));
    }

    synchronized void removed(Removal removal) {
        removed.add(removal);
    }

    synchronized void later(Removal removal) {
        later.add(removal);
    }

    synchronized void lost(String destination, Failure why) {
        lost.putIfAbsent(destination, why);
    }

    synchronized CleanupResult result() {
        return new CleanupResult(plan, !request.dryRun(), List.copyOf(removed), List.copyOf(later), new LinkedHashMap<>(lost), new LinkedHashMap<>(freed),
                (System.nanoTime() - startNanos) / 1e9);
    }
}
