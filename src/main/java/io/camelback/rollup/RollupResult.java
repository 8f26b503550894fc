package io.camelback.rollup;

import io.camelback.archive.Manifest;
import io.camelback.failure.Failure;
import io.camelback.retention.Plan;
import java.util.List;
import java.util.Map;

/**
 * What a rollup did.
 *
 * @param plan that was carried out, or would have been
 * @param done whether it was more than a plan
 * @param archives those that were made, oldest first
 * @param copied how many archives each destination got from another
 * @param destinations that were left out, wholly or from some moment on, and why
 * @param problems rollups that could not be made, and why
 */
public record RollupResult(Plan plan, boolean done, List<Manifest> archives, Map<String, Integer> copied, Map<String, Failure> destinations,
        List<Failure> problems, double seconds) {
}
