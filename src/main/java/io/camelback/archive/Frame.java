package io.camelback.archive;

/**
 * A data frame, as the index and the seek table tell of it together.
 *
 * @param firstId of the entries in it
 * @param lines number of its entries
 * @param offset in the file
 * @param stored length in the file
 * @param plain length of its text
 */
record Frame(byte[] firstId, int lines, long offset, int stored, int plain) {

    long end() {
        return offset + stored;
    }
}
