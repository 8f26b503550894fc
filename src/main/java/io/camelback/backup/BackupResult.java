package io.camelback.backup;

import io.camelback.failure.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run did.
 *
 * @param run the name that was drawn for it
 * @param level {@code baseline} or {@code delta}
 * @param archives ids of the archives that it left: one, or none when nothing had changed
 * @param documents read, those entirely deleted too
 * @param bytes of JSON
 * @param resumed how many of the documents an earlier run had stored, which died before its end
 * @param attachments stored as objects of their own; those that were there already not counted
 * @param attachmentBytes of these together
 * @param point the restore point that is the newest now
 * @param unchanged whether the database is as the newest archive says
 * @param destinations what became of each: empty if the archive is committed there (or, with no change, the chain is whole there)
 * @param copied archives that a destination lacked and got from another, by destination
 * @param verified destinations on which everything that this run stored was read back and found intact; none unless the task wants that
 * @param enough whether as many destinations have it as the task asks for
 */
public record BackupResult(String task, String run, String level, List<String> archives, long documents, long deleted, long bytes,
        long stored, long resumed, long attachments, long attachmentBytes, double seconds, Instant point, boolean unchanged, Map<String, Optional<Failure>> destinations,
        Map<String, Integer> copied, List<String> verified, boolean enough, List<String> warnings) {

    public boolean complete() {
        return destinations.values().stream().allMatch(Optional::isEmpty);
    }
}
