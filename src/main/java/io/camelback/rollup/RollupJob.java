package io.camelback.rollup;

import io.camelback.archive.Batch;
import io.camelback.archive.Manifest;
import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.Catalog;
import io.camelback.config.TaskConfig;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.job.Hold;
import io.camelback.job.Space;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import io.camelback.job.TaskLock;
import io.camelback.job.Whole;
import io.camelback.retention.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One rollup of a task under way: what the routes pass along. */
final class RollupJob extends Whole {

    final TaskConfig task;
    final RollupRequest request;
    final StopSignal stop;
    /** Held until the rollup ends. */
    final List<Hold> holds = new ArrayList<>();
    final Staging staging;
    private final Space space;
    final long startNanos = System.nanoTime();

    Catalog catalog;
    Plan plan;
    List<Merging> mergings = List.of();

    private final Function<String, Destination> destinations;
    private final Map<String, Failure> lost = new LinkedHashMap<>();
    private final Map<String, Integer> copied = new LinkedHashMap<>();
    private final List<Manifest> made = new ArrayList<>();
    private final List<Failure> problems = new ArrayList<>();

    RollupJob(TaskConfig task, RollupRequest request, StopSignal stop, TaskLock lock, Staging staging, Space space,
            Function<String, Destination> destinations) {
        this.task = task;
        this.request = request;
        this.stop = stop;
        this.holds.add(lock);
        this.staging = staging;
        this.space = space;
        this.destinations = destinations;
    }

    /** Waits until so much may wait to be stored, from several threads: batches are made faster than most destinations take them. */
    Space.Room room(Batch batch) {
        return space.take(batch.size(), stop::check);
    }

    BatchFiles files() {
        return new BatchFiles(destinations, catalog.reachable());
    }

    public TaskConfig getTask() {
        return task;
    }

    /** For the route: whether there is more to do than to plan. */
    public boolean isToDo() {
        return isReal() && !(plan.rollups().isEmpty() && plan.copies().isEmpty());
    }

    private boolean isReal() {
        return !request.dryRun();
    }

    /** For the route. */
    public List<Merging> getMergings() {
        return mergings;
    }

    /** Destinations that still take part, in the order of the configuration. */
    synchronized List<String> alive() {
        return task.destinations().stream().filter(it -> !lost.containsKey(it)).toList();
    }

    /** The destination is out for the rest of this rollup; the next one brings it up to date. */
    synchronized void lost(String destination, Failure why) {
        lost.putIfAbsent(destination, why);
    }

    synchronized void copied(String destination) {
        copied.merge(destination, 1, Integer::sum);
    }

    synchronized void made(Manifest manifest) {
        made.add(manifest);
    }

    synchronized void problem(Failure why) {
        problems.add(why);
    }

    synchronized RollupResult result() {
        return new RollupResult(plan, isReal(), List.copyOf(made), new LinkedHashMap<>(copied), new LinkedHashMap<>(lost), List.copyOf(problems),
                (System.nanoTime() - startNanos) / 1e9);
    }
}
