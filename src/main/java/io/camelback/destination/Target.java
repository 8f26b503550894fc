package io.camelback.destination;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Where the content of a whole object goes, and what becomes of it on the way. */
record Target(Path file, Decoding decoding) {

    /** Makes the content of what is stored, or refuses it, then or while it is read. It is called for each try. */
    @FunctionalInterface
    interface Decoding {

        /** @throws IOException of the stored stream only: what is wrong with its content is a failure */
        InputStream decode(InputStream stored) throws IOException;
    }
}
