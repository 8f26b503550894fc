package io.camelback.cleanup;

import io.camelback.failure.Failure;
import io.camelback.retention.Plan;
import io.camelback.retention.Plan.Removal;
import java.util.List;
import java.util.Map;

/**
 * What a cleanup did.
 *
 * @param plan that was carried out, or would have been
 * @param done whether it was more than a plan
 * @param removed in the order in which they went from each destination
 * @param later those that the destination does not let go yet, or that a run under way may still want
 * @param attachments that went, by destination; those where none was due are left out
 * @param destinations that were left out, wholly or from some moment on, and why
 */
public record CleanupResult(Plan plan, boolean done, List<Removal> removed, List<Removal> later, Map<String, Failure> destinations,
        Map<String, Freed> attachments, double seconds) {

    /** Attachments that were removed from a destination, because none of its archives refers to them. */
    public record Freed(long objects, long bytes) {
    }
}
