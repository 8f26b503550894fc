package io.camelback.rollup;

/** A destination that is to have every attachment that a rollup's documents refer to. */
record AttachmentCopy(Merging merging, String destination) {
}
