package io.camelback.couchdb;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What there is to say when nobody can tell that a server is the one it claims to be. Another attempt wouldn't help. */
final class Certificates {

    private Certificates() {
    }

    /**
     * @param what was being done, to which object
     * @param thrown by the client; empty when it is about something else
     */
    static Optional<Failure> refused(String what, Throwable thrown) {
        if (in(thrown, CertificateExpiredException.class) || in(thrown, CertificateNotYetValidException.class)) {
            return Optional.of(failure(what, "has expired, or is not valid yet", thrown)
                    .remedy("Renew it, and check the clocks of both machines"));
        }
        if (in(thrown, SSLPeerUnverifiedException.class)) {
            return Optional.of(failure(what, "is for another host", thrown).remedy("Write the name that it is for"));
        }
        if (in(thrown, CertPathBuilderException.class) || in(thrown, CertPathValidatorException.class) || in(thrown, CertificateException.class)) {
            return Optional.of(failure(what, "is of nobody whom this JVM trusts", thrown)
                    .remedy("If it is of your own CA, name that one's certificate: ca = FILE for a task, --ca FILE for the target of a restore"));
        }
        return Optional.empty();
    }

    private static Failure failure(String what, String how, Throwable thrown) {
        return Failure.source(Reason.UNREACHABLE, what + ": the server's certificate " + how + " (" + thrown.getMessage() + ")")
                .retryable(false).cause(thrown);
    }

    private static boolean in(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable t = thrown; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}
