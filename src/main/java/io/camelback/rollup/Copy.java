package io.camelback.rollup;

/** A batch as one destination has it. */
record Copy(MergedBatch batch, String destination) {
}
