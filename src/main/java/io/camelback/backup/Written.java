package io.camelback.backup;

/** What a run has stored on one destination, to be read back. */
record Written(Run run, String destination) {
}
