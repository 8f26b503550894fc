package io.camelback.export;

import io.camelback.archive.Selection;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;

/**
 * A restore point as a file that couchrestore reads.
 *
 * @param only these documents
 * @param out gets the text, in ASCII; it is flushed, not closed
 */
public record ExportRequest(String task, Optional<Instant> at, Selection only, OutputStream out) {
}
