package io.camelback.verify;

import io.camelback.config.Sample;
import io.camelback.failure.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a verify found.
 *
 * @param destinations those that were verified to the end, in the order of the configuration
 * @param gaps where links of chains are missing on all destinations together, a sentence each
 * @param unreachable destinations that could not be read, wholly or from some moment on, and why
 * @param unnoted destinations that were verified and don't take the note of it, and why
 */
public record VerifyResult(String task, Sample sample, List<Verified> destinations, List<String> gaps, Map<String, Failure> unreachable,
        Map<String, Failure> unnoted, double seconds) {

    /**
     * One destination.
     *
     * @param read what was read of all that there is
     * @param all what there is; of the rest was looked whether it is there and as large as it should be
     * @param point the newest restore point of which everything was read, now or by an earlier verify, and found intact
     * @param lost restore points that the destination can't give by itself because of what is damaged
     * @param lacking archives of the newest chain that others have, as {@code lineage/level/name}: the next run brings them
     */
    public record Verified(String destination, int archives, Amount read, Amount all, Optional<Instant> point, List<Damaged> damaged, List<Instant> lost,
            List<String> lacking) {
    }

    /**
     * @param files of archives, their manifests not counted
     * @param bytes of files and attachments together
     */
    public record Amount(long files, long attachments, long bytes) {

        Amount plus(long moreFiles, long moreAttachments, long moreBytes) {
            return new Amount(files + moreFiles, attachments + moreAttachments, bytes + moreBytes);
        }
    }

    /**
     * An object that is damaged or missing.
     *
     * @param intactOn other destinations whose copy was read and is intact
     */
    public record Damaged(String key, String reason, List<String> intactOn) {
    }

    public boolean isDamaged() {
        return !gaps.isEmpty() || destinations.stream().anyMatch(it -> !it.damaged().isEmpty());
    }

    /** Whether everything that was to be verified was, and nothing is missing or damaged. */
    public boolean isWell() {
        return !isDamaged() && unreachable.isEmpty() && destinations.stream().allMatch(it -> it.lacking().isEmpty());
    }
}
