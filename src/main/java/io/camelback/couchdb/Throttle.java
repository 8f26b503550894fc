package io.camelback.couchdb;

import io.camelback.job.StopSignal;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Holds requests and the reading of answers back so that a server is not asked for more than its {@link Limits}; those who have to wait
 * get their turns in the order in which they came. When the process is to end, nobody waits on: what was waiting is given up, and what is
 * asked for only then passes at once, for it clears up.
 *
 * <p>Requests and writes are let through evenly, with nothing saved up: a server that counts by the second sees the limit, one request's
 * worth, and what was on its way. Of bytes a second's worth may be read at once, since answers are not always read at the same speed.
 */
final class Throttle {

    private static final long SECOND = 1_000_000_000;
    private static final int READS_PER_SECOND = 10;
    private static final int LARGEST_READ = 64 * 1024;

    private final Limits limits;
    private final StopSignal stop;
    private final LongSupplier nanos;
    private final LongConsumer sleep;
    private final Pace requests;
    private final Pace writes;
    private final Pace bytes;

    Throttle(Limits limits, StopSignal stop) {
        this(limits, stop, System::nanoTime, stop::sleep);
    }

    /** @param sleep waits so many nanoseconds of that clock; throws when the process is to end */
    Throttle(Limits limits, StopSignal stop, LongSupplier nanos, LongConsumer sleep) {
        this.limits = limits;
        this.stop = stop;
        this.nanos = nanos;
        this.sleep = sleep;
        this.requests = new Pace(limits.requests(), 0);
        this.writes = new Pace(limits.writes(), 0);
        this.bytes = new Pace(limits.bytes(), SECOND);
    }

    Limits limits() {
        return limits;
    }

    /** Waits until a request may be sent that writes so many revisions. */
    void awaitTurn(int written) {
        if (!limits.isNone() && !stop.isStopped()) {
            pass(turn(written));
        }
    }

    /** The same answer, which comes no faster than it may. Of this reading, and not of the server, it is that silence comes between. */
    InputStream reading(InputStream answer) {
        return limits.bytes().isEmpty() || stop.isStopped() ? answer : new Slow(answer);
    }

    /** Both turns are taken at one time, which is the later one's: no request is sent but at its turn. */
    private synchronized long turn(int written) {
        long now = nanos.getAsLong();
        long left = Math.max(requests.left(now), written == 0 ? 0 : writes.left(now));
        requests.take(now + left, 1);
        if (written > 0) {
            writes.take(now + left, written);
        }
        return left;
    }

    private synchronized long turnOfBytes(int read) {
        long now = nanos.getAsLong();
        long left = bytes.left(now);
        bytes.take(now + left, read);
        return left;
    }

    private void pass(long left) {
        if (left > 0) {
            sleep.accept(left);
        }
    }

    /** Reads a little, and hands it on when its turn has come: however slow that is, the socket is read several times a second. */
    private final class Slow extends InputStream {

        private final InputStream in;
        private final int most = (int) Math.max(1, Math.min(LARGEST_READ, limits.bytes().getAsDouble() / READS_PER_SECOND));

        Slow(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            stop.check();
            int read = in.read(buffer, from, Math.min(length, most));
            if (read > 0) {
                pass(turnOfBytes(read));
            }
            return read;
        }

        @Override
        public int available() throws IOException {
            return Math.min(most, in.available());
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
