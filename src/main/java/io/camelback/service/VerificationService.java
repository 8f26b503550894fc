package io.camelback.service;

import io.camelback.archive.Selection;
import io.camelback.config.Config;
import io.camelback.config.Verification;
import io.camelback.job.Progress;
import io.camelback.restore.RestoreRequest;
import io.camelback.restore.RestoreResult;
import io.camelback.verify.TestRestoreJob;
import io.camelback.verify.TestRestoreRequest;
import io.camelback.verify.TestRestoreResult;
import io.camelback.verify.VerifyRequest;
import io.camelback.verify.VerifyResult;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code verificationService}: what the routes that make sure of a task's archives need of Java. */
public final class VerificationService {

    private static final Logger LOG = LoggerFactory.getLogger("io.camelback.tasks");

    private final Config config;

    public VerificationService(Config config) {
        this.config = config;
    }

    public VerifyRequest verifyRequest(@ExchangeProperty("task") String task) {
        return new VerifyRequest(task, verification(task).sample());
    }

    public TestRestoreRequest testRestoreRequest(@ExchangeProperty("task") String task) {
        Verification verification = verification(task);
        return new TestRestoreRequest(task, verification.server(), verification.access(), Optional.empty(), Progress.NONE);
    }

    private Verification verification(String task) {
        return config.task(task).verification();
    }

    /** The restore that a test restore is about, as any other: into a database that is empty. Settings would shut out whoever looks at it. */
    public RestoreRequest restoreRequest(@Body TestRestoreJob job) {
        return new RestoreRequest(job.taskName(), job.database(), job.access(), Optional.of(job.point()), Selection.ALL, false, job.progress());
    }

    public void restored(TestRestoreJob job, RestoreResult result) {
        job.restored(new TestRestoreJob.Restored(result.point(), result.documents(), result.deleted(), result.revisions(),
                result.refused().stream().map(it -> it.id() + ": " + it.reason()).toList()));
    }

    /** One line if all is well; else one for each thing that isn't. */
    public void verified(@Body VerifyResult result) {
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

    public void testRestored(@Body TestRestoreResult result) {
        String task = result.task();
        result.removed().forEach(it -> LOG.info("task {}: removed {}, which an earlier test restore had left", task, it));
        result.refused().forEach(it -> LOG.error("task {}: the test restore: not taken: {}", task, it));
        result.differences().forEach(it -> LOG.error("task {}: the test restore: {} came back otherwise", task, it));
        if (result.isWell()) {
            LOG.info("task {}: restore point {} was tried: {} documents, {} leaf revisions compared, all right, {} s", task, result.point(),
                    result.documents(), result.compared(), seconds(result.seconds()));
        }
    }

    public void verifyFailed(@ExchangeProperty("task") String task, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
        Service.logFailure(task, "verify", thrown);
    }

    public void testRestoreFailed(@ExchangeProperty("task") String task, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
        Service.logFailure(task, "test restore", thrown);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }
}
