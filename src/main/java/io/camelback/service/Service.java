package io.camelback.service;

import io.camelback.backup.BackupRequest;
import io.camelback.backup.BackupResult;
import io.camelback.catalog.Catalog;
import io.camelback.cleanup.CleanupRequest;
import io.camelback.cleanup.CleanupResult;
import io.camelback.config.Config;
import io.camelback.config.Schedule;
import io.camelback.config.ServerConfig;
import io.camelback.config.Task;
import io.camelback.config.TaskConfig;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Progress;
import io.camelback.rollup.RollupRequest;
import io.camelback.rollup.RollupResult;
import io.camelback.status.Status;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code service}: what the routes of the tasks need of Java. */
public final class Service {

    private static final Logger LOG = LoggerFactory.getLogger("io.camelback.tasks");

    private final Config config;
    private final Status status;

    public Service(Config config) {
        this.config = config;
        this.status = new Status(config.clock());
    }

    /** Gives every task that has a schedule its routes; from here on they run by themselves. Returns how many there are. */
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
                String overdue = kind + "-overdue";
                TemplatedRouteBuilder.builder(context, overdue).routeId(overdue + "-" + task.name()).parameter("name", task.name()).add();
            }
            scheduled += runs || fulls || verifies || restores ? 1 : 0;
        }
        return scheduled;
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

    public void rolledUp(@Body RollupResult result) {
        String task = result.plan().task();
        result.archives().forEach(it -> LOG.info("task {}: rolled up {} archives to {}", task, it.inputs().size(), it.name()));
        result.copied().forEach((name, count) -> LOG.info("task {}: {} caught up with {} archives", task, name, count));
        result.destinations().forEach((name, why) -> LOG.warn("task {}: no rollup on {}: {}", task, name, why.getMessage()));
        result.problems().forEach(it -> LOG.error("task {}: a rollup can't be made: {}", task, it.getMessage()));
    }

    public void cleanedUp(@Body CleanupResult result) {
        String task = result.plan().task();
        if (!result.removed().isEmpty()) {
            LOG.info("task {}: removed {} archives that were replaced or left over", task, result.removed().size());
        }
        result.plan().halt().ifPresent(it -> LOG.warn("task {}: {}", task, it));
        result.destinations().forEach((name, why) -> LOG.warn("task {}: no cleanup of {}: {}", task, name, why.getMessage()));
    }

    public void completed(@Body BackupResult result) {
        if (result.unchanged()) {
            LOG.info("task {}: unchanged since restore point {}", result.task(), result.point());
        } else {
            LOG.info("task {}: {} with {} documents ({} deleted) in {} s; restore point {}", result.task(), result.archives().get(0),
                    result.documents(), result.deleted(), String.format(Locale.ROOT, "%.1f", result.seconds()), result.point());
        }
        result.warnings().forEach(it -> LOG.warn("task {}: {}", result.task(), it));
        result.destinations().forEach((name, failure) -> failure.ifPresent(
                it -> LOG.warn("task {}: nothing of this run on {}: {}", result.task(), name, it.getMessage())));
    }

    /** One line; the whole story only for those who ask for it. That it was not to be now is no error. */
    public void failed(@ExchangeProperty("task") String task, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
        logFailure(task, "run", thrown);
    }

    public void rollupFailed(@ExchangeProperty("task") String task, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
        logFailure(task, "rollup", thrown);
    }

    /** By a name of its own: a route that calls {@code failed} would find two of them. */
    static void logFailure(String task, String what, Exception thrown) {
        Optional<Failure> failure = Failure.in(thrown);
        String message = failure.map(Failure::getMessage).orElseGet(thrown::toString);
        switch (failure.map(Failure::reason).orElse(Reason.FAILED)) {
            case BUSY -> LOG.warn("task {}: skipped, {}", task, failure.get().what());
            case INTERRUPTED -> LOG.info("task {}: {}", task, message);
            default -> LOG.error("task {}: the {} failed: {}", task, what, message);
        }
        LOG.debug("task {}", task, thrown);
    }
}
