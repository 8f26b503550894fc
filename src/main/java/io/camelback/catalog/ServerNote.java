package io.camelback.catalog;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelback.couchdb.DatabaseState;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest run of a whole server's task, kept beside the archives of its databases: how each of these stood just before it was looked at. One
 * that stands the same when the next run begins has nothing new.
 *
 * @param started ISO instant at which the run began: what was in the databases then is in their archives
 * @param ended ISO instant
 * @param full ISO instant at which the newest run began that read everything
 * @param databases by their plain names: those that were there and are to be backed up
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"format", "task", "started", "ended", "full", "databases"})
public record ServerNote(int format, String task, String started, String ended, String full, Map<String, Noted> databases) {

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * How the run left one database.
     *
     * @param state as the server's listing had it before; null unless everything up to it is on all destinations
     * @param problem why its run failed; null if it didn't
     * @param lastGood ISO instant at which the newest good run before that began; null if there was none, or the run was good
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"state", "problem", "lastGood"})
    public record Noted(DatabaseState state, String problem, String lastGood) {

        public static Noted complete(DatabaseState state) {
            return new Noted(state, null, null);
        }

        /** Good, but a destination lacks something. */
        public static Noted partly() {
            return new Noted(null, null, null);
        }

        public static Noted failed(String problem, Optional<Instant> lastGood) {
            return new Noted(null, problem, lastGood.map(Instant::toString).orElse(null));
        }

        private boolean isWhole() {
            return (lastGood == null || Instant.parse(lastGood) != null)
                    && (state == null || state.updateSeq() != null && state.purgeSeq() != null && state.instanceStartTime() != null);
        }
    }

    public ServerNote {
        databases = databases == null ? Map.of() : new TreeMap<>(databases);
    }

    public ServerNote(String task, Instant started, Instant ended, Optional<Instant> full, Map<String, Noted> databases) {
        this(FORMAT, task, started.toString(), ended.toString(), full.map(Instant::toString).orElse(null), databases);
    }

    /** No database has a name with a dot in it. */
    public static String key(String task) {
        return task + "/databases.json";
    }

    /** Empty unless it is such a note, whole: without one every database is looked at. */
    static Optional<ServerNote> parse(byte[] bytes) {
        try {
            return Optional.ofNullable(JSON.readValue(bytes, ServerNote.class)).filter(ServerNote::isWhole);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean isWhole() {
        try {
            return format == FORMAT && started != null && begin() != null && (full == null || lastFull().isPresent())
                    && databases.values().stream().allMatch(it -> it != null && it.isWhole());
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** When the run began. */
    public Instant begin() {
        return Instant.parse(started);
    }

    public Optional<Instant> lastFull() {
        return Optional.ofNullable(full).map(Instant::parse);
    }

    /** The same, but everything was read anew later. */
    public ServerNote withFull(Instant when) {
        return new ServerNote(format, task, started, ended, when.toString(), databases);
    }

    /** When the newest good run of a database began, as far as is known from this run; empty if it wasn't there or nothing is known. */
    public Optional<Instant> lastGood(String database) {
        return Optional.ofNullable(databases.get(database)).flatMap(it -> it.problem() == null ? Optional.of(begin())
                : Optional.ofNullable(it.lastGood()).map(Instant::parse));
    }

    boolean says(String database, DatabaseState state) {
        Noted noted = databases.get(database);
        return noted != null && noted.state() != null && noted.state().isKnown() && noted.state().equals(state);
    }
}
