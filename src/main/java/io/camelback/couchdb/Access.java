package io.camelback.couchdb;

import java.util.Optional;

/**
 * How one gets into a server: who asks, and how the server is told from another.
 *
 * @param ca trusted beside the certificates that the JVM knows
 */
public record Access(Optional<Credentials> credentials, Optional<OwnCa> ca) {

    /** Anybody, who trusts what the JVM does. */
    public static final Access OPEN = new Access(Optional.empty(), Optional.empty());

    public static Access of(Optional<Credentials> credentials) {
        return new Access(credentials, Optional.empty());
    }

    /** What isn't given here is taken from there. */
    public Access orElse(Access other) {
        return new Access(credentials.or(other::credentials), ca.or(other::ca));
    }
}
