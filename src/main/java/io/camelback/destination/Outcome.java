package io.camelback.destination;

import io.camelback.failure.Failure;
import java.util.Optional;

/**
 * What became of a file on one destination.
 *
 * @param failure why it isn't there; empty if it is
 */
public record Outcome(String destination, Optional<Failure> failure) {
}
