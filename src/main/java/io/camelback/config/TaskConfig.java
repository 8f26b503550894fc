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
 * @param access to the source
 * @param destinations names, in the order of the configuration, at least one
 * @param minDestinations on how many of them an archive must be committed for a run to count
 * @param attachmentLimit bytes up to which an attachment travels inside its document
 * @param parallel requests to the source at a time, at the most
 * @param chunkSize how many changes are listed, sorted and fetched together
 * @param batchBytes about how many bytes of JSON make a batch
 * @param keepDeleted whether baselines have documents that are entirely deleted; deltas and rollups always do
 * @param checkpoint whether a run leaves a {@code _local} document in the source, by which a later one knows it again
 * @param documents which of them
 */
public record TaskConfig(String name, DatabaseUrl source, Access access, Optional<Schedule> schedule, ZoneId zone,
        List<String> destinations, int minDestinations, long attachmentLimit, int parallel, int chunkSize, long batchBytes,
        boolean keepDeleted, boolean checkpoint, Selection documents, Upkeep upkeep) {

    public Retention retention() {
        return upkeep.retention();
    }
}
