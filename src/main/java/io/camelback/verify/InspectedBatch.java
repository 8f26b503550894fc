package io.camelback.verify;

import io.camelback.archive.Batch;

/**
 * A batch to be looked at.
 *
 * @param whole whether all of it is read; else it only has to be there
 * @param checks those of its archive
 */
record InspectedBatch(VerifyJob.Part part, Batch batch, Piece piece, boolean whole, Checks checks) {
}
