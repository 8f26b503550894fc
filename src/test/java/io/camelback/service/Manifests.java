package io.camelback.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How many archives are committed in a directory. */
final class Manifests {

    private Manifests() {
    }

    /** Files may come and go meanwhile. */
    static long in(Path directory) {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.find(directory, 10, (path, attributes) -> path.endsWith("manifest.json"))) {
            return files.count();
        } catch (IOException | UncheckedIOException e) {
            return -1;
        }
    }
}
