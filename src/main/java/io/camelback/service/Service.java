package io.camelback.service;

import io.camelback.backup.BackupRequest;
import io.camelback.backup.BackupResult;
import io.camelback.catalog.Catalog;
import io.camelback.config.Config;
import io.camelback.config.Schedule;
import io.camelback.config.TaskConfig;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
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
        for (TaskConfig task : config.tasks().values()) {
            Optional<Instant> next = task.schedule().flatMap(it -> it.nextAfter(config.clock().instant()));
            if (next.isPresent()) {
                schedule(context, task.name(), task.schedule().get());
                scheduled++;
                LOG.info("task {}: next run {}", task.name(), next.get());
            } else if (task.schedule().isPresent()) {
                LOG.warn("task {}: never runs, for the last time of its schedule is over", task.name());
            }
        }
        return scheduled;
    }

    private static void schedule(CamelContext context, String name, Schedule schedule) {
        TemplatedRouteBuilder.builder(context, "task").routeId("task-" + name).parameter("name", name)
                .parameter("cron", schedule.cron()).parameter("timezone", schedule.timeZone().getID()).add();
        TemplatedRouteBuilder.builder(context, "task-overdue").routeId("task-overdue-" + name).parameter("name", name).add();
    }

    public TaskConfig task(@Body String name) {
        return config.task(name);
    }

    /** Whether a run was missed while nobody was there to do it. Destinations out of reach can't tell: the schedule will. */
    public boolean isOverdue(@Body Catalog catalog) {
        return !catalog.reachable().isEmpty() && status.isOverdue(config.task(catalog.task()), catalog);
    }

    public BackupRequest request(@Body String task) {
        return new BackupRequest(task);
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

    /** One line; the whole story only for those who ask for it. That a run was not to be now is no error. */
    public void failed(@ExchangeProperty("task") String task, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
        Optional<Failure> failure = Failure.in(thrown);
        String message = failure.map(Failure::getMessage).orElseGet(thrown::toString);
        switch (failure.map(Failure::reason).orElse(Reason.FAILED)) {
            case BUSY -> LOG.warn("task {}: skipped, {}", task, failure.get().what());
            case INTERRUPTED -> LOG.info("task {}: {}", task, message);
            default -> LOG.error("task {}: the run failed: {}", task, message);
        }
        LOG.debug("task {}", task, thrown);
    }
}
