package io.camelback.lease;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A lease as it is stored. It is live as long as it changes: the count goes up with each renewal.
 *
 * @param what the job is
 * @param process which one, among all of that host, for whoever is there to look whether it lives
 * @param id random, of the process
 * @param since ISO instant at which the job began, by the clock of its host
 * @param until ISO instant up to which it is valid without another renewal, by the same clock
 * @param count of renewals
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"format", "task", "what", "process", "id", "since", "until", "count"})
record LeaseNote(int format, String task, String what, ProcessName process, String id, String since, String until, long count) {

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    static LeaseNote first(String task, Kind kind, ProcessName process, String id, Instant now, Duration valid) {
        return new LeaseNote(FORMAT, task, kind.what(), process, id, now.toString(), now.plus(valid).toString(), 0);
    }

    LeaseNote renewed(Instant now, Duration valid) {
        return new LeaseNote(format, task, what, process, id, since, now.plus(valid).toString(), count + 1);
    }

    /** Empty unless it is a lease, whole: one that can't be understood keeps nobody away. */
    static Optional<LeaseNote> parse(byte[] bytes) {
        try {
            return Optional.ofNullable(JSON.readValue(bytes, LeaseNote.class)).filter(LeaseNote::isWhole);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean isWhole() {
        try {
            return format == FORMAT && id != null && process != null && Instant.parse(since) != null && Instant.parse(until) != null;
        } catch (DateTimeException | NullPointerException e) {
            return false;
        }
    }

    byte[] bytes() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether two clocks that agree would say so. With clocks that don't, this may be wrong for as long as a lease is valid at the most: from an
     * end that is further away nothing follows.
     */
    boolean isValid(Instant now, Duration valid) {
        Instant end = Instant.parse(until);
        return now.isBefore(end) && !end.isAfter(now.plus(valid));
    }

    /** For a message: who has it. */
    @Override
    public String toString() {
        return what + " of task " + task + " is under way already, on host " + process.host() + " (process " + process.pid() + ") since " + since;
    }
}
