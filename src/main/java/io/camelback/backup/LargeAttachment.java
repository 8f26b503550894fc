package io.camelback.backup;

import io.camelback.archive.Attachment;

/**
 * An attachment of a document that was just read, to be stored as an object of its own.
 *
 * @param revision a leaf that has it
 */
record LargeAttachment(Run run, Attachment attachment, String revision) {
}
