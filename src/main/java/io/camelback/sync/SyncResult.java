package io.camelback.sync;

import io.camelback.failure.Failure;
import io.camelback.retention.Plan.Copy;
import java.util.List;
import java.util.Map;

/**
 * What a sync did, or would do.
 *
 * @param done whether it was more than a look
 * @param copies archives that destinations lack, or lacked
 * @param doubts objects of archives that are missing or may be damaged, or were
 * @param copied those that were copied
 * @param repaired those that were replaced; what was found to be intact isn't among them
 * @param destinations that were left out, wholly or from some moment on, and why
 * @param problems what no destination within reach has intact
 */
public record SyncResult(String task, boolean done, List<Copy> copies, List<Repair> doubts, List<Copy> copied, List<Repair> repaired,
        Map<String, Failure> destinations, List<Failure> problems, double seconds) {

    /**
     * An object.
     *
     * @param why it isn't, or may not be, what was stored; what follows the object in a sentence
     */
    public record Repair(String destination, String key, String why) {
    }
}
