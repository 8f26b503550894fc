package io.camelback.service;

import io.camelback.archive.Selection;
import io.camelback.config.Config;
import io.camelback.config.Verification;
import io.camelback.job.Progress;
import io.camelback.restore.RestoreRequest;
import io.camelback.restore.RestoreResult;
import io.camelback.verify.TestRestoreJob;
import io.camelback.verify.TestRestoreRequest;
import io.camelback.verify.VerifyRequest;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** The bean {@code verificationService}: what the routes that make sure of a task's archives need of Java. */
public final class VerificationService {

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
}
