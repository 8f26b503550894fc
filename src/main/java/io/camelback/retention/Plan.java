package io.camelback.retention;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Level;
import io.camelback.catalog.StoredArchive;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done with the archives of a task, so that what the policy promises stays and the rest goes.
 *
 * @param now the time for which it was made
 * @param rollups oldest first; none takes the result of another
 * @param copies archives that destinations lack of what is kept, oldest first
 * @param removals also those that are not due yet; those of a destination are to be done in this order
 * @param halt why nothing may be removed now, if that is so
 */
public record Plan(String task, Instant now, List<Rollup> rollups, List<Copy> copies, List<Removal> removals, Optional<String> halt) {

    /**
     * A merge.
     *
     * @param level of the result; a baseline if the inputs begin with one
     * @param period that it will stand for; empty for a baseline, and for what is merged beyond the last level
     * @param inputs they follow each other in one lineage; two at least, or one that only changes its level
     */
    public record Rollup(Level level, Optional<Period> period, List<StoredArchive> inputs) {

        /** Bytes of JSON to be read. */
        public long bytes() {
            return inputs.stream().mapToLong(it -> it.manifest().counts().bytes()).sum();
        }

        public long documents() {
            return inputs.stream().mapToLong(it -> it.manifest().counts().documents()).sum();
        }
    }

    /** An archive that a destination is to get from another. */
    public record Copy(StoredArchive archive, String destination) {
    }

    /** Why something is removed. */
    public enum Why {
        /** Another archive has its place, and the policy doesn't promise its restore point any more. */
        REPLACED,
        /** The policy promises no restore point of its lineage any more. */
        LINEAGE,
        /** It has no manifest: an upload that died, or a removal that did not come to its end. */
        DEAD
    }

    /**
     * What goes from a destination.
     *
     * @param keys of all its files, the manifest first if it has one
     * @param bytes stored
     * @param due when, at the earliest
     * @param by the archive that has its place, if it is one
     */
    public record Removal(String destination, ArchiveName name, List<String> keys, long bytes, Instant due, Why why,
            Optional<ArchiveName> by) {

        public boolean isDue(Instant now) {
            return !due.isAfter(now);
        }
    }

    public List<Copy> copiesTo(String destination) {
        return copies.stream().filter(it -> it.destination().equals(destination)).toList();
    }

    /** What may go from the destination now. */
    public List<Removal> due(String destination) {
        return halt.isPresent() ? List.of()
                : removals.stream().filter(it -> it.destination().equals(destination) && it.isDue(now)).toList();
    }
}
