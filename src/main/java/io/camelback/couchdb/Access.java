package io.camelback.couchdb;

import java.util.Optional;

/**
 * How one gets into a server: who asks, how the server is told from another, and how much may be asked of it.
 *
 * @param ca trusted beside the certificates that the JVM knows
 */
public record Access(Optional<Credentials> credentials, Optional<OwnCa> ca, Limits limits) {

    /** Anybody, who trusts what the JVM does. */
    public static final Access OPEN = new Access(Optional.empty(), Optional.empty());

    public Access(Optional<Credentials> credentials, Optional<OwnCa> ca) {
        this(credentials, ca, Limits.NONE);
    }

    public static Access of(Optional<Credentials> credentials) {
        return new Access(credentials, Optional.empty());
    }

    /** The same with these limits. */
    public Access within(Limits others) {
        return new Access(credentials, ca, others);
    }

    /** What isn't given here is taken from there. */
    public Access orElse(Access other) {
        return new Access(credentials.or(other::credentials), ca.or(other::ca), limits.orElse(other.limits));
    }
}
