package io.camelback.couchdb;

import io.camelback.failure.Failure;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who asks. Printing it shows nothing of it. */
public sealed interface Credentials {

    /** A user name and a password for basic authentication. */
    record Basic(String username, String password) implements Credentials {

        /** The value of the header {@code Authorization}, in UTF-8 as CouchDB reads it. */
        String header() {
            byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }

        @Override
        public String toString() {
            return "Credentials[…]";
        }
    }

    /**
     * An API key of IBM Cloud IAM, for which a service gives tokens that are good for about an hour.
     *
     * @param tokenUrl of that service
     */
    record IamKey(String key, String tokenUrl) implements Credentials {

        public static final String TOKEN_URL = "https://iam.cloud.ibm.com/identity/token";

        /** @throws Failure (usage) when that is no URL; it never repeats what it was given */
        public IamKey {
            URI uri;
            try {
                uri = URI.create(tokenUrl);
            } catch (IllegalArgumentException e) {
                throw notAUrl();
            }
            if (uri.getScheme() == null || !uri.getScheme().matches("(?i)https?") || uri.getHost() == null || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null || uri.getRawFragment() != null) {
                throw notAUrl();
            }
        }

        private static Failure notAUrl() {
            return Failure.usage("the URL of the token service is none").remedy("Write one like " + TOKEN_URL);
        }

        @Override
        public String toString() {
            return "Credentials[…]";
        }
    }
}
