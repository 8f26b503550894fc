package io.camelback.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The newest good run of a task, kept beside its archives: a run without changes leaves no archive, and yet it says that the last one is
 * still the state of the database.
 *
 * @param outcome {@code committed} or {@code unchanged}
 * @param started ISO instant at which the run began: what was in the database then is in the archive
 * @param ended ISO instant
 * @param archive the archive that the run left, or else found to be the newest, as a path
 * @param point ISO instant: the newest restore point after it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"format", "task", "outcome", "started", "ended", "archive", "until", "point"})
public record LastRun(int format, String task, String outcome, String started, String ended, String archive, String until,
        String point) {

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    public static final String COMMITTED = "committed";
    public static final String UNCHANGED = "unchanged";

    public static String key(String task) {
        return task + "/last-run.json";
    }

    /** Empty unless it is such a note, whole. */
    static Optional<LastRun> parse(byte[] bytes) {
        try {
            return Optional.ofNullable(JSON.readValue(bytes, LastRun.class)).filter(LastRun::isWhole);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean isWhole() {
        try {
            return format == FORMAT && (COMMITTED.equals(outcome) || UNCHANGED.equals(outcome)) && archive != null && started != null
                    && point != null && begin() != null && restorePoint() != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** When the run began, and what was in the database then is in the archive. */
    public Instant begin() {
        return Instant.parse(started);
    }

    /** The newest restore point after the run. */
    public Instant restorePoint() {
        return Instant.parse(point);
    }

    @JsonIgnore
    public boolean isUnchanged() {
        return outcome.equals(UNCHANGED);
    }
}
