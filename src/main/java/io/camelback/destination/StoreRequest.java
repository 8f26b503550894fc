package io.camelback.destination;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

/**
 * One file, to be stored on several destinations at once: what the route {@code store} takes. It answers with a list of
 * {@link Outcome}.
 *
 * @param destinations names
 */
public record StoreRequest(String key, Path file, List<String> destinations) {

    /** For the route: components know what to do with a {@link File}. */
    public File content() {
        return file.toFile();
    }
}
