package io.camelback.export;

import java.time.Instant;

/**
 * What an export wrote.
 *
 * @param revisions leaf revisions: the file has one element for each
 * @param attachments whether the file has attachments in it, so that couchrestore wants its option for them
 */
public record ExportResult(String task, Instant point, long documents, long revisions, boolean attachments) {
}
