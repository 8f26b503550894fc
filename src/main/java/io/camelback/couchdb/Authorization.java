package io.camelback.couchdb;

import java.util.Optional;

/** What the header {@code Authorization} of requests to a database says. For several threads. */
interface Authorization {

    /** Its value at present; empty for no such header. */
    Optional<String> header();

    /** Whether there is another one, now that the server did not accept this. */
    default boolean renew(String refused) {
        return false;
    }

    /** What to look at when the server accepts none: a sentence. */
    String remedy();

    /** What a server says, without the secrets that it was sent: some repeat the request in their errors. */
    default String cleared(String text) {
        return text;
    }

    /** A password that is a common word would be told by what is missing. */
    int LEAST_SECRET = 8;

    Authorization NONE = new Authorization() {
        @Override
        public Optional<String> header() {
            return Optional.empty();
        }

        @Override
        public String remedy() {
            return "Give a user name and a password";
        }
    };

    static Authorization basic(Credentials.Basic who) {
        return new Authorization() {
            @Override
            public Optional<String> header() {
                return Optional.of(who.header());
            }

            @Override
            public String remedy() {
                return "Check the user name, the password and what this user may do";
            }

            @Override
            public String cleared(String text) {
                String cleared = text.replace(who.header().substring("Basic ".length()), "…");
                return who.password().length() < LEAST_SECRET ? cleared : cleared.replace(who.password(), "…");
            }
        };
    }
}
