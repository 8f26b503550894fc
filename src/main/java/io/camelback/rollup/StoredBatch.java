package io.camelback.rollup;

/** A batch as one destination has it. */
record StoredBatch(MergedBatch batch, String destination) {
}
