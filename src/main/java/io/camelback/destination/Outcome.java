package io.camelback.destination;

import io.camelback.failure.Failure;
import java.util.Optional;

/**
 * How a file fared at one of the destinations it was to be stored on.
 *
 * @param failure empty when the file is there
 */
public record Outcome(String destination, Optional<Failure> failure) {
}
