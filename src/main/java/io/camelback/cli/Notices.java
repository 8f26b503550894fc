package io.camelback.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.backup.BackupResult;
import io.camelback.catalog.Catalog;
import io.camelback.cleanup.CleanupResult;
import io.camelback.config.Config;
import io.camelback.config.TaskConfig;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import io.camelback.rollup.RollupResult;
import io.camelback.server.ServerResult;
import io.camelback.service.TaskLog;
import io.camelback.sync.SyncResult;
import io.camelback.verify.TestRestoreResult;
import io.camelback.verify.VerifyResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code notices}: tells the routes {@code run-completed} and {@code run-failed} what became of a job, in a map with what {@code --json}
 * prints of it and some more; docs/operations.md has the fields. What goes wrong there is a line in the log, and no matter of the job.
 */
public final class Notices {

    private static final Logger LOG = LoggerFactory.getLogger("io.camelback.notices");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERVICE = "service";
    private static final String COMMAND = "command";

    private final ProducerTemplate template;
    private final Config config;

    Notices(ProducerTemplate template, Config config) {
        this.template = template;
        this.config = config;
    }

    /** A job of the service has ended. */
    public void completed(@Body Object result) {
        tell(result, SERVICE);
    }

    /** A run of the service failed. That the process is to end is nobody's business but the log's. */
    public void failed(@ExchangeProperty("task") String task, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
        failed(task, "backup", SERVICE, thrown);
    }

    public void rollupFailed(@ExchangeProperty("task") String task, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
        failed(task, "rollup", SERVICE, thrown);
    }

    public void verifyFailed(@ExchangeProperty("task") String task, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
        failed(task, "verify", SERVICE, thrown);
    }

    public void testRestoreFailed(@ExchangeProperty("task") String task, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
        failed(task, "test restore", SERVICE, thrown);
    }

    void completedByCommand(Object result) {
        tell(result, COMMAND);
    }

    void failedByCommand(String task, String what, Failure why) {
        failed(task, what, COMMAND, why);
    }

    private void tell(Object result, String by) {
        if (result instanceof BackupResult run) {
            ended(message(run.task(), "backup", by, BackupTexts.json(run)), BackupTexts.exitCode(run), run);
        } else if (result instanceof ServerResult server) {
            ended(message(server.task(), "backup", by, ServerTexts.json(server)), ServerTexts.exitCode(server), server);
        } else if (result instanceof RollupResult rollup) {
            if (!RollupCommand.isIdle(rollup) || RollupCommand.exitCode(rollup) != ExitCode.DONE) {
                ended(message(rollup.plan().task(), "rollup", by, RollupCommand.json(rollup)), RollupCommand.exitCode(rollup), rollup);
            }
        } else if (result instanceof CleanupResult cleanup && (!cleanup.removed().isEmpty() || !cleanup.attachments().isEmpty()
                || cleanup.plan().halt().isPresent() || CleanupCommand.exitCode(cleanup) != ExitCode.DONE)) {
            ended(message(cleanup.plan().task(), "cleanup", by, CleanupCommand.json(cleanup)), CleanupCommand.exitCode(cleanup), cleanup);
        } else if (result instanceof SyncResult sync) {
            ended(message(sync.task(), "sync", by, SyncCommand.json(sync)), SyncCommand.exitCode(sync), sync);
        } else if (result instanceof VerifyResult verify) {
            ended(message(verify.task(), "verify", by, VerifyTexts.json(verify)), VerifyTexts.exitCode(verify), verify);
        } else if (result instanceof TestRestoreResult restore) {
            ended(message(restore.task(), "test restore", by, TestRestores.json(restore)), TestRestores.exitCode(restore), restore);
        }
    }

    private static ObjectNode message(String task, String what, String by, ObjectNode result) {
        ObjectNode message = CliCommand.object().put("task", task).put("what", what).put("by", by);
        message.setAll(result);
        return message;
    }

    /** What is done in part is done; a rollup that can't be made, or a server of which no database could be backed up, isn't. */
    private void ended(ObjectNode message, int exitCode, Object result) {
        message.put("exitCode", exitCode);
        if (result instanceof BackupResult run) {
            message.put("archiveVerified", isVerified(run));
            age(message, run.point());
        }
        boolean done = exitCode == ExitCode.DONE || exitCode == ExitCode.PARTLY;
        send(done ? "direct:run-completed" : "direct:run-failed", message, result);
    }

    /** Everything that this run stored, if it was anything, was read back from every destination of the task. */
    private boolean isVerified(BackupResult run) {
        return config.task(run.task()).verification().afterRun() && run.complete() && (run.unchanged() || run.verified().containsAll(run.destinations().keySet()));
    }

    private void failed(String task, String what, String by, Exception thrown) {
        Failure failure = Failure.in(thrown).orElseGet(() -> Failure.camelback(Reason.FAILED, "unexpected: " + thrown));
        if (failure.reason() == Reason.INTERRUPTED) {
            if (by.equals(SERVICE)) {
                TaskLog.failed(task, what, thrown);
            }
            return;
        }
        ObjectNode message = message(task, what, by, CliCommand.error(failure.getMessage(), ExitCode.of(failure)))
                .put("reason", failure.reason().name().toLowerCase(Locale.ROOT));
        newest(task, failure).ifPresent(it -> age(message.put("restorePoint", it.toString()), it));
        send("direct:run-failed", message, thrown);
    }

    private void age(ObjectNode message, Instant point) {
        message.put("restorePointAgeSeconds", Math.max(0, Duration.between(point, config.clock().instant()).toSeconds()));
    }

    /** How old the newest restore point is, is what counts when a run failed; if anybody can tell. */
    private Optional<Instant> newest(String task, Failure failure) {
        if (failure.reason() == Reason.BUSY || failure.party() == Party.DESTINATION || failure.party() == Party.USER) {
            return Optional.empty();
        }
        try {
            return config.named(task) instanceof TaskConfig one
                    ? template.requestBody("direct:survey", one, Catalog.class).chains().newest().map(it -> it.point()) : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private void send(String route, ObjectNode message, Object result) {
        Exchange answer = template.request(route + "?block=false", exchange -> {
            exchange.getMessage().setBody(JSON.convertValue(message, new TypeReference<Map<String, Object>>() { }));
            exchange.getMessage().setHeader(TaskLog.RESULT, result);
        });
        if (answer.getException() != null) {
            LOG.warn("task {}: the notification {} failed: {}", message.path("task").asText(), route, text(answer.getException()));
        }
    }

    /** The URL of a webhook may well be a secret: of one only the host is told. */
    private static String text(Exception thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (t instanceof HttpOperationFailedException http) {
                return "the server answered " + http.getStatusCode();
            }
        }
        Throwable innermost = thrown;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        return (innermost.getClass().getSimpleName() + ": " + innermost.getMessage()).replaceAll("(https?:/{0,2})([^/\\s]*@)?([^/\\s?@]*)[^\\s]*", "$1$3/…")
                .replaceAll("\\s+", " ");
    }
}
