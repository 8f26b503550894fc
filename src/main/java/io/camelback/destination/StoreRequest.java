package io.camelback.destination;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@code direct:store} is asked: to put one file under one key on several destinations. It answers with one {@link Outcome}
 * for each, in this order.
 *
 * @param destinations their names, each once
 */
public record StoreRequest(String key, Path file, List<String> destinations) {

    public StoreRequest {
        destinations = List.copyOf(destinations);
    }
}
