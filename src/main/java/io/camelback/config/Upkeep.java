package io.camelback.config;

import java.util.Optional;

/**
 * What the service does to keep a task's history small.
 *
 * @param rollups when archives are rolled up and cleaned up
 * @param rollupAfterRun whether that is done after each run
 * @param fulls when a run reads everything and begins a new lineage
 */
public record Upkeep(Retention retention, Optional<Schedule> rollups, boolean rollupAfterRun, Optional<Schedule> fulls) {

    public static final Upkeep DEFAULT = new Upkeep(Retention.DEFAULT, Optional.empty(), true, Optional.empty());
}
