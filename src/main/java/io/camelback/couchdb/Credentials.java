package io.camelback.couchdb;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A user name and a password for basic authentication. Printing it shows neither. */
public record Credentials(String username, String password) {

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
