/**
 * The archive format: written, read, indexed, merged. Described byte for byte in {@code docs/archive-format.md}.
 *
 * <p>An {@link io.camelback.archive.Entry} is one document with all its leaf revisions.
 * {@link io.camelback.archive.BatchWriter} makes files of them, sorted by id; {@link io.camelback.archive.BatchReader} finds one
 * or walks through a range; {@link io.camelback.archive.Merge} lays segments over each other, the newer ones winning, and
 * {@link io.camelback.archive.MergeWriter} makes files of what is left; {@link io.camelback.archive.ManifestJson} reads and writes
 * the manifest that commits an archive. What is damaged is refused with a {@link io.camelback.failure.Failure} that names the
 * place. The package knows files by {@link io.camelback.archive.RangeReader} alone: where they are kept is no concern of it.
 */
package io.camelback.archive;
