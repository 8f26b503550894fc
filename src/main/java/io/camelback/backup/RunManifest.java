package io.camelback.backup;

import io.camelback.archive.Level;
import io.camelback.archive.Manifest;
import io.camelback.archive.Source;
import io.camelback.couchdb.DatabaseInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run has to say of its archive, in the middle of it and at the end. */
final class RunManifest {

    /** A setting in the manifest: whether the source was left a checkpoint that names this archive. */
    static final String CHECKPOINT = "checkpoint";
    /** A setting in the manifest: patterns of the documents that were chosen; none when all were. */
    static final String DOCUMENTS = "documents";

    private RunManifest() {
    }

    /** With the documents that are stored by now; nothing yet of attachments, and of what the database is beside its documents. */
    static Manifest soFar(Run run, Clock clock) {
        return new Manifest(run.archive, run.number, run.since, run.until, run.begun, end(run, clock), source(run), settings(run), run.segments(),
                List.of(), previous(run));
    }

    /**
     * Leaves word in the source of how far it was read, before the archive says so.
     *
     * @return false when the user may not write it
     */
    static boolean checkpoint(Run run) {
        if (!run.task.checkpoint()) {
            return true;
        }
        run.checkpoint = Checkpoint.write(run.source.database(), run.task.name(), run.archive.lineage(), run.archive.path(), run.until);
        return run.checkpoint;
    }

    /** Later than every end before it, even if the clock was put back. */
    private static Instant end(Run run, Clock clock) {
        Instant now = clock.instant();
        Instant earliest = run.catalog.latestEnd().map(it -> it.plusMillis(1)).orElse(Instant.MIN);
        run.point = now.isBefore(earliest) ? earliest : now;
        return run.point;
    }

    private static Source source(Run run) {
        DatabaseInfo info = run.source.info();
        return new Source(run.source.url().toString(), run.source.url().name(), info.instanceStartTime(), info.purgeSeq());
    }

    private static Map<String, Object> settings(Run run) {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("attachmentLimit", run.task.attachmentLimit());
        settings.put("batchBytes", run.task.batchBytes());
        settings.put("chunkSize", run.task.chunkSize());
        settings.put(CHECKPOINT, run.checkpoint);
        if (!run.task.documents().isAll()) {
            settings.put(DOCUMENTS, run.task.documents().patterns());
        }
        settings.put(Manifest.WITH_ATTACHMENTS, run.documentsWithAttachments());
        run.purges.ifPresent(it -> settings.put(Purges.SETTING, it));
        return settings;
    }

    private static String previous(Run run) {
        return run.archive.level() == Level.BASELINE ? null : run.chain.orElseThrow().last().runSha256();
    }
}
