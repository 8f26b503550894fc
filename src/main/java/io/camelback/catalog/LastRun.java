package io.camelback.catalog;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The newest good run of a task, kept beside its archives: a run without changes leaves no archive, and yet it says that the last one is
 * still the state of the database.
 *
 * @param outcome {@code committed} or {@code unchanged}
 * @param started ISO instant at which the run began: what was in the database then is in the archive
 * @param ended ISO instant
 * @param archive the newest archive of the chain, as a path
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"format", "task", "outcome", "started", "ended", "archive", "until"})
public record LastRun(int format, String task, String outcome, String started, String ended, String archive, String until) {

    public static final String COMMITTED = "committed";
    public static final String UNCHANGED = "unchanged";

    public static String key(String task) {
        return task + "/last-run.json";
    }
}
