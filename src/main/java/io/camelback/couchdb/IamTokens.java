package io.camelback.couchdb;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tokens that a service gives for an API key. One is used by all until most of its life is over, or a server refuses it; then one
 * thread asks for the next while the others wait.
 */
final class IamTokens implements Authorization {

    /** @param seconds how long it is good for */
    record Token(String text, long seconds) {

        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    private static final String BEARER = "Bearer ";

    private final Supplier<Token> service;
    private final LongSupplier nanos;
    private String header;
    private long begin;
    private long life;
    private long renewal;

    /**
     * @param service asked each time a token is needed
     * @param nanos the time, of a clock that nobody sets
     */
    IamTokens(Supplier<Token> service, LongSupplier nanos) {
        this.service = service;
        this.nanos = nanos;
    }

    @Override
    public synchronized Optional<String> header() {
        if (header == null) {
            fetch();
        } else if (age() >= renewal) {
            fetchIfPossible();
        }
        return Optional.of(header);
    }

    /** Another thread may have renewed it already. */
    @Override
    public synchronized boolean renew(String refused) {
        if (refused.equals(header)) {
            fetch();
        }
        return true;
    }

    @Override
    public String remedy() {
        return "Check the API key, and what it may do there";
    }

    @Override
    public synchronized String cleared(String text) {
        return header == null ? text : text.replace(header.substring(BEARER.length()), "…");
    }

    /** A service that is out of reach is no reason to stop as long as the token at hand is good. */
    private void fetchIfPossible() {
        try {
            fetch();
        } catch (Failure e) {
            if (e.reason() != Reason.UNREACHABLE || age() >= life) {
                throw e;
            }
            renewal = age() + life / 20;
        }
    }

    /** Its life is counted from before it was asked for, which is never too long. */
    private void fetch() {
        long asked = nanos.getAsLong();
        Token token = service.get();
        header = BEARER + token.text();
        begin = asked;
        life = TimeUnit.SECONDS.toNanos(token.seconds());
        renewal = life / 5 * 4;
    }

    private long age() {
        return nanos.getAsLong() - begin;
    }
}
