package io.camelback.config;

import io.camelback.archive.Selection;
import io.camelback.couchdb.Access;
import io.camelback.couchdb.DatabaseUrl;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A task: what to back up, when, to which destinations.
 *
 * @param name of the configuration; that of a database of a whole server is the server's task and the database's name: {@code all/orders}
 * @param access to the source
 * @param destinations names, in the order of the configuration, at least one
 * @param minDestinations on how many of them an archive must be committed for a run to count
 * @param attachmentLimit bytes up to which an attachment travels inside its document
 * @param parallel requests to the source at a time, at the most
 * @param chunkSize how many changes are listed, sorted and fetched together
 * @param batchBytes about how many bytes of JSON make a batch
 * @param keepDeleted whether baselines have documents that are entirely deleted; deltas and rollups always do
 * @param checkpoint whether a run leaves a {@code _local} document in the source, by which a later one knows it again
 * @param localDocuments whether {@code _local} documents are kept too
 * @param documents which of them
 * @param verifyAfterRun whether a run reads back what it stored, before it commits it
 */
public record TaskConfig(String name, DatabaseUrl source, Access access, Optional<Schedule> schedule, ZoneId zone,
        List<String> destinations, int minDestinations, long attachmentLimit, int parallel, int chunkSize, long batchBytes,
        boolean keepDeleted, boolean checkpoint, boolean localDocuments, Selection documents,
        boolean verifyAfterRun, Upkeep upkeep) implements Task {

    /** The same for another database under another name. */
    TaskConfig of(String otherName, DatabaseUrl otherSource) {
        return copy(otherName, otherSource, schedule);
    }

    /** The same on no schedule. */
    public TaskConfig unscheduled() {
        return copy(name, source, Optional.empty());
    }

    private TaskConfig copy(String otherName, DatabaseUrl otherSource, Optional<Schedule> otherSchedule) {
        return new TaskConfig(otherName, otherSource, access, otherSchedule, zone, destinations, minDestinations, attachmentLimit, parallel,
                chunkSize, batchBytes, keepDeleted, checkpoint, localDocuments, documents,
                verifyAfterRun, upkeep);
    }

    /** The task of the configuration that it belongs to, whose requests to the server all go over one connection. */
    public String connection() {
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }

    public Retention retention() {
        return upkeep.retention();
    }
}
