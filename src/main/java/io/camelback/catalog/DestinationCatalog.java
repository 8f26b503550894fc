package io.camelback.catalog;

import io.camelback.failure.Failure;
import java.util.List;
import java.util.Optional;

/**
 * What one destination holds of a task.
 *
 * @param archives by their ends; empty when the destination could not be read
 * @param damaged manifests that are none any more, each told by what is wrong with it; the other archives can be used
 * @param leftovers by their keys
 * @param failure why it could not be read
 */
public record DestinationCatalog(String destination, List<StoredArchive> archives, List<Failure> damaged, List<Leftover> leftovers, Optional<LastRun> lastRun,
        Optional<Failure> failure) {

    static DestinationCatalog failed(String destination, Failure failure) {
        return new DestinationCatalog(destination, List.of(), List.of(), List.of(), Optional.empty(), Optional.of(failure));
    }
}
