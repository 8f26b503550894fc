package io.camelback.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelback.archive.Level;
import io.camelback.archive.Manifest;
import io.camelback.backup.BackupRequest;
import io.camelback.backup.BackupResult;
import io.camelback.catalog.Catalog;
import io.camelback.cli.App;
import io.camelback.job.Progress;
import io.camelback.job.StopSignal;
import io.camelback.job.TaskLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full backup reads for hours; what happens to the task meanwhile. */
class FullBackupTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final FakeCouchDb couch = new FakeCouchDb().add("order-1");
    private App app;

    @BeforeEach
    void start() throws IOException {
        Path file = folder.resolve("application.properties");
        Files.writeString(file, """
                camelback.destinations.nas.type = local
                camelback.destinations.nas.directory = nas
                camelback.tasks.orders.source = %s/orders
                camelback.tasks.orders.username = user
                camelback.tasks.orders.password = secret
                camelback.tasks.orders.destinations = nas
                """.formatted(couch.url()));
        app = App.start(file, Map.of(), Path.of(""), new StopSignal());
        backup(false);
    }

    @AfterEach
    void end() {
        couch.openGate();
        app.close();
        couch.close();
    }

    private BackupResult backup(boolean full) {
        return app.call("direct:backup", new BackupRequest("orders", full, Progress.NONE), BackupResult.class);
    }

    private Manifest newest() {
        Catalog catalog = app.survey(app.config().task("orders"));
        return catalog.chains().newest().orElseThrow().last().manifest();
    }

    @Test
    void runsGoOnInTheOldLineageWhileAFullBackupReads() throws Exception {
        String old = newest().lineage();
        couch.closeGate();
        CompletableFuture<BackupResult> full = CompletableFuture.supplyAsync(() -> backup(true));
        await().atMost(LIMIT).until(() -> couch.waiting() == 1);
        BackupResult run = backup(false);
        assertThat(run.unchanged()).isTrue();
        assertThat(newest().lineage()).isEqualTo(old);
        couch.openGate();
        assertThat(full.get(LIMIT.toSeconds(), TimeUnit.SECONDS).level()).isEqualTo("baseline");
        assertThat(newest().lineage()).isNotEqualTo(old);
        assertThat(newest().level()).isEqualTo(Level.BASELINE);
        couch.add("order-2");
        backup(false);
        assertThat(newest().lineage()).as("the next one goes on in the new lineage").isNotEqualTo(old);
        assertThat(newest().level()).isEqualTo(Level.DELTA);
    }

    @Test
    void theNewLineageBeginsWhenTheRunThatIsUnderWayHasEnded() throws Exception {
        String old = newest().lineage();
        TaskLock run = TaskLock.ofRun(folder.resolve("staging"), "orders");
        CompletableFuture<BackupResult> full = CompletableFuture.supplyAsync(() -> backup(true));
        await().atMost(LIMIT).until(() -> baselines() == 2);
        assertThat(Manifests.in(folder.resolve("nas"))).isEqualTo(1);
        run.close();
        full.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(newest().lineage()).isNotEqualTo(old);
    }

    /** Batches of them that are stored. */
    private long baselines() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("nas"))) {
            return files.filter(it -> it.endsWith("00000.jsonl.zst") && it.toString().contains("/baseline/")).count();
        }
    }
}
