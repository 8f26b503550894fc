package io.camelback.verify;

import java.util.Arrays;
import java.util.stream.LongStream;

/** A set of numbers that takes eight bytes of each: of attachments there may be millions. It is added to seldom, much at a time. */
final class Prints {

    private long[] sorted = {};

    boolean has(long print) {
        return Arrays.binarySearch(sorted, print) >= 0;
    }

    void add(long[] more) {
        sorted = LongStream.concat(Arrays.stream(sorted), Arrays.stream(more)).sorted().distinct().toArray();
    }

    static Prints of(long[] prints) {
        Prints set = new Prints();
        set.add(prints);
        return set;
    }
}
