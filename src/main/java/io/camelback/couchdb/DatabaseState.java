package io.camelback.couchdb;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * By what a server tells whether a database has changed. All of it is opaque: equal means unchanged, different means that it has to be looked
 * at. An absent field is empty.
 *
 * @param updateSeq moves with each change
 * @param purgeSeq moves when documents are purged
 * @param instanceStartTime changes when a database of the same name is created anew
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DatabaseState(String updateSeq, String purgeSeq, String instanceStartTime) {

    /** Of a database of which the server told nothing: different from any that was noted. */
    static final DatabaseState UNKNOWN = new DatabaseState("", "", "");

    /** Whether it says anything: without a sequence two states may be equal and the databases not. */
    @JsonIgnore
    public boolean isKnown() {
        return !updateSeq.isEmpty();
    }
}
