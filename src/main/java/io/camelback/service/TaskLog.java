package io.camelback.service;

import io.camelback.backup.BackupResult;
import io.camelback.cleanup.CleanupResult;
import io.camelback.config.ServerConfig;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.rollup.RollupResult;
import io.camelback.server.DatabaseOutcome.Done;
import io.camelback.server.DatabaseOutcome.Failed;
import io.camelback.server.DatabaseOutcome.LeftOut;
import io.camelback.server.ServerResult;
import io.camelback.sync.SyncResult;
import io.camelback.verify.TestRestoreResult;
import io.camelback.verify.VerifyResult;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code taskLog}: what became of a job, as lines in the log. One for each matter; the whole story only for those who ask for it. */
public final class TaskLog {

    /** Header of the messages to {@code run-completed} and {@code run-failed}: the result of the job, or what was thrown. */
    public static final String RESULT = "CamelbackResult";

    private static final Logger LOG = LoggerFactory.getLogger("io.camelback.tasks");

    public void tell(@Body Map<String, Object> message, @Header(RESULT) Object result) {
        if (result instanceof BackupResult run) {
            completed(run);
        } else if (result instanceof ServerResult server) {
            completed(server);
        } else if (result instanceof RollupResult rollup) {
            completed(rollup);
        } else if (result instanceof CleanupResult cleanup) {
            completed(cleanup);
        } else if (result instanceof SyncResult sync) {
            completed(sync);
        } else if (result instanceof VerifyResult verify) {
            completed(verify);
        } else if (result instanceof TestRestoreResult restore) {
            completed(restore);
        } else if (result instanceof Exception thrown) {
            failed(String.valueOf(message.get("task")), String.valueOf(message.get("what")), thrown);
        } else {
            LOG.info("task {}: {} done", message.get("task"), message.get("what"));
        }
    }

    private static void completed(BackupResult result) {
        if (result.unchanged()) {
            LOG.info("task {}: unchanged since restore point {}", result.task(), result.point());
        } else {
            LOG.info("task {}: {} with {} documents ({} deleted) in {} s; restore point {}", result.task(), result.archives().get(0),
                    result.documents(), result.deleted(), seconds(result.seconds()), result.point());
        }
        result.warnings().forEach(it -> LOG.warn("task {}: {}", result.task(), it));
        result.destinations().forEach((name, failure) -> failure.ifPresent(
                it -> LOG.warn("task {}: nothing of this run on {}: {}", result.task(), name, it.getMessage())));
    }

    /** A line for each database that something became of, and one for all. */
    private static void completed(ServerResult result) {
        result.databases().forEach((name, outcome) -> {
            if (outcome instanceof Done<BackupResult> done) {
                completed(done.result());
            } else if (outcome instanceof Failed<BackupResult> failed) {
                LOG.error("task {}: the run failed: {}", ServerConfig.memberName(result.task(), name), failed.why().getMessage());
            } else if (outcome instanceof LeftOut<BackupResult> leftOut) {
                LOG.info("task {}: {}", ServerConfig.memberName(result.task(), name), leftOut.why());
            }
        });
        result.destinations().forEach((name, why) -> LOG.warn("task {}: {} is left out: {}", result.task(), name, why.getMessage()));
        long failed = result.databases().values().stream().filter(it -> it instanceof Failed<BackupResult>).count();
        LOG.info("task {}: looked at {} of {} databases in {} s, {} failed", result.task(), result.databases().size(), result.all(),
                seconds(result.seconds()), failed);
    }

    private static void completed(RollupResult result) {
        String task = result.plan().task();
        result.archives().forEach(it -> LOG.info("task {}: rolled up {} archives to {}", task, it.inputs().size(), it.name()));
        result.copied().forEach((name, count) -> LOG.info("task {}: {} caught up with {} archives", task, name, count));
        result.destinations().forEach((name, why) -> LOG.warn("task {}: no rollup on {}: {}", task, name, why.getMessage()));
        result.problems().forEach(it -> LOG.error("task {}: a rollup can't be made: {}", task, it.getMessage()));
    }

    private static void completed(CleanupResult result) {
        String task = result.plan().task();
        if (!result.removed().isEmpty()) {
            LOG.info("task {}: removed {} archives that were replaced or left over", task, result.removed().size());
        }
        result.plan().halt().ifPresent(it -> LOG.warn("task {}: {}", task, it));
        result.destinations().forEach((name, why) -> LOG.warn("task {}: no cleanup of {}: {}", task, name, why.getMessage()));
    }

    private static void completed(SyncResult result) {
        String task = result.task();
        result.copied().forEach(it -> LOG.info("task {}: copied {} to {}", task, it.archive().name(), it.destination()));
        result.repaired().forEach(it -> LOG.info("task {}: replaced {} on {}, which {}", task, it.key(), it.destination(), it.why()));
        result.destinations().forEach((name, why) -> LOG.warn("task {}: {} is left out: {}", task, name, why.getMessage()));
        result.problems().forEach(it -> LOG.error("task {}: {}", task, it.getMessage()));
    }

    /** One line if all is well; else one for each thing that isn't. */
    private static void completed(VerifyResult result) {
        String task = result.task();
        result.destinations().forEach(destination -> {
            destination.damaged().forEach(it -> LOG.error("task {}: {} on {}: {}{}", task, it.key(), destination.destination(), it.reason(),
                    it.intactOn().isEmpty() ? "" : "; intact on " + String.join(", ", it.intactOn())));
            destination.lacking().forEach(it -> LOG.warn("task {}: {} lacks {}", task, destination.destination(), it));
        });
        result.gaps().forEach(it -> LOG.error("task {}: {}", task, it));
        result.unreachable().forEach((name, why) -> LOG.warn("task {}: {} was not verified: {}", task, name, why.getMessage()));
        result.unnoted().forEach((name, why) -> LOG.warn("task {}: no note of the verify on {}: {}", task, name, why.getMessage()));
        if (result.isWell()) {
            LOG.info("task {}: verified{}, all is intact, {} s", task, result.sample().isAll() ? "" : " by a sample of " + result.sample(),
                    seconds(result.seconds()));
        }
    }

    private static void completed(TestRestoreResult result) {
        String task = result.task();
        result.removed().forEach(it -> LOG.info("task {}: removed {}, which an earlier test restore had left", task, it));
        result.refused().forEach(it -> LOG.error("task {}: the test restore: not taken: {}", task, it));
        result.differences().forEach(it -> LOG.error("task {}: the test restore: {} came back otherwise", task, it));
        if (result.isWell()) {
            LOG.info("task {}: restore point {} was tried: {} documents, {} leaf revisions compared, all right, {} s", task, result.point(),
                    result.documents(), result.compared(), seconds(result.seconds()));
        }
    }

    /** That it was not to be now is no error. */
    public static void failed(String task, String what, Exception thrown) {
        Optional<Failure> failure = Failure.in(thrown);
        String message = failure.map(Failure::getMessage).orElseGet(thrown::toString);
        switch (failure.map(Failure::reason).orElse(Reason.FAILED)) {
            case BUSY -> LOG.warn("task {}: skipped, {}", task, failure.get().what());
            case INTERRUPTED -> LOG.info("task {}: {}", task, message);
            default -> LOG.error("task {}: the {} failed: {}", task, what.equals("backup") ? "run" : what, message);
        }
        LOG.debug("task {}", task, thrown);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }
}
