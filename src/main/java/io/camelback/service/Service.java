package io.camelback.service;

import io.camelback.backup.BackupRequest;
import io.camelback.catalog.Catalog;
import io.camelback.cleanup.CleanupRequest;
import io.camelback.config.Config;
import io.camelback.config.Schedule;
import io.camelback.config.ServerConfig;
import io.camelback.config.Task;
import io.camelback.config.TaskConfig;
import io.camelback.job.Progress;
import io.camelback.rollup.RollupRequest;
import io.camelback.status.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code service}: what the routes of the tasks need of Java. */
public final class Service {

    private static final Logger LOG = LoggerFactory.getLogger("io.camelback.tasks");

    private final Config config;
    private final Status status;
    private final List<String> backedUp = new ArrayList<>();

    public Service(Config config) {
        this.config = config;
        this.status = new Status(config.clock());
    }

    /**
     * Gives every task that has a schedule its routes; from here on they run by themselves, and first of all those that are overdue. Returns
     * how many there are.
     */
    public int schedule(CamelContext context) {
        int scheduled = 0;
        for (Task task : config.tasks().values()) {
            String kind = task instanceof ServerConfig ? "server" : "task";
            boolean runs = schedule(context, task.name(), "run-" + kind, "run", task.schedule());
            boolean fulls = schedule(context, task.name(), "full-" + kind, "full backup", task.upkeep().fulls());
            schedule(context, task.name(), "rollup-" + kind, "rollup", task.upkeep().rollups());
            boolean verifies = schedule(context, task.name(), "verify-" + kind, "verify", task.verification().schedule());
            boolean restores = schedule(context, task.name(), "test-restore-" + kind, "test restore", task.verification().restores());
            if (runs || fulls) {
                backedUp.add(task.name());
            }
            scheduled += runs || fulls || verifies || restores ? 1 : 0;
        }
        try {
            context.getRouteController().startRoute("overdue");
        } catch (Exception e) {
            throw new IllegalStateException("the route overdue can't be started", e);
        }
        return scheduled;
    }

    /** Names of the tasks that have a schedule for backups. */
    public List<String> scheduled() {
        return List.copyOf(backedUp);
    }

    public boolean isServer(@Body String task) {
        return config.named(task) instanceof ServerConfig;
    }

    /** Whether there is such a schedule, with a time to come. */
    private boolean schedule(CamelContext context, String task, String route, String what, Optional<Schedule> schedule) {
        Optional<Instant> next = schedule.flatMap(it -> it.nextAfter(config.clock().instant()));
        if (next.isPresent()) {
            TemplatedRouteBuilder.builder(context, "task").routeId(route + "-" + task).parameter("name", task).parameter("what", route)
                    .parameter("cron", schedule.get().cron()).parameter("timezone", schedule.get().timeZone().getID()).add();
            LOG.info("task {}: next {} {}", task, what, next.get());
        } else if (schedule.isPresent()) {
            LOG.warn("task {}: no {} any more, for the last time of its schedule is over", task, what);
        }
        return next.isPresent();
    }

    public TaskConfig task(@Body String name) {
        return config.task(name);
    }

    /** Whether a run was missed while nobody was there to do it. Destinations out of reach can't tell: the schedule will. */
    public boolean isOverdue(@Body Catalog catalog) {
        return !catalog.reachable().isEmpty() && status.isOverdue(config.task(catalog.task()), catalog);
    }

    /** Whether a full backup was missed. Destinations out of reach can't tell: the schedule will. */
    public boolean isFullOverdue(@Body Catalog catalog) {
        return !catalog.reachable().isEmpty() && status.isFullOverdue(config.task(catalog.task()), catalog);
    }

    public BackupRequest request(@Body String task) {
        return new BackupRequest(task);
    }

    public BackupRequest fullRequest(@Body String task) {
        return new BackupRequest(task, true, Progress.NONE);
    }

    public boolean isRollupNext(@ExchangeProperty("task") String task) {
        return config.task(task).upkeep().rollupAfterRun();
    }

    public RollupRequest rollupRequest(@ExchangeProperty("task") String task) {
        return new RollupRequest(task);
    }

    public CleanupRequest cleanupRequest(@ExchangeProperty("task") String task) {
        return new CleanupRequest(task);
    }
}
