package io.camelback.cleanup;

import io.camelback.config.TaskConfig;
import io.camelback.failure.Failure;
import io.camelback.job.TaskLock;
import io.camelback.job.Whole;
import io.camelback.retention.Plan;
import io.camelback.retention.Plan.Removal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One cleanup of a task under way: what the routes pass along. It stages nothing, for it has to work when no disk has space left. */
final class CleanupJob extends Whole {

    /** What goes from one destination, one after the other. */
    record Part(CleanupJob job, String destination, List<Removal> removals) {
    }

    final TaskConfig task;
    final CleanupRequest request;
    final TaskLock lock;
    final long startNanos = System.nanoTime();

    Plan plan;

    private final List<Removal> removed = new ArrayList<>();
    private final List<Removal> later = new ArrayList<>();
    private final Map<String, Failure> lost = new LinkedHashMap<>();

    CleanupJob(TaskConfig task, CleanupRequest request, TaskLock lock) {
        this.task = task;
        this.request = request;
        this.lock = lock;
    }

    public TaskConfig getTask() {
        return task;
    }

    /** For the route: nothing in a dry run. */
    public List<Part> getParts() {
        return request.dryRun() ? List.of()
                : task.destinations().stream().map(it -> new Part(this, it, plan.due(it))).filter(it -> !it.removals().isEmpty()).toList();
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
        return new CleanupResult(plan, !request.dryRun(), List.copyOf(removed), List.copyOf(later), new LinkedHashMap<>(lost),
                (System.nanoTime() - startNanos) / 1e9);
    }
}
