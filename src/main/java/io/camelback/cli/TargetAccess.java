package io.camelback.cli;

import io.camelback.couchdb.Access;
import io.camelback.couchdb.Credentials;
import io.camelback.couchdb.Credentials.Basic;
import io.camelback.couchdb.Credentials.IamKey;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.couchdb.OwnCa;
import io.camelback.failure.Failure;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** How a command gets into the target that it was told: by its URL, a password or an API key in the environment, a CA in a file. */
final class TargetAccess {

    static final String KEY = "CAMELBACK_TARGET_IAM_API_KEY";
    static final String USERNAME = "CAMELBACK_TARGET_USERNAME";
    static final String PASSWORD = "CAMELBACK_TARGET_PASSWORD";
    static final String TOKEN_URL = "CAMELBACK_TARGET_IAM_TOKEN_URL";

    private TargetAccess() {
    }

    /** Nothing of it is for anything but this target: without one there is none. */
    static Access of(Optional<DatabaseUrl.WithCredentials> target, Optional<Path> ca, Map<String, String> environment) {
        if (target.isEmpty()) {
            if (ca.isPresent()) {
                throw Failure.usage("--ca is for the target that --to names").remedy("Add --to URL; for the source, set the task's ca");
            }
            return Access.OPEN;
        }
        Optional<Credentials> key = key(environment);
        Optional<Credentials> user = user(environment);
        Optional<Credentials> inUrl = target.get().credentials();
        if (key.isPresent() && inUrl.isPresent()) {
            throw Failure.usage("the environment has " + KEY + ", and the URL after --to a user name").remedy("Keep the one or the other");
        }
        if (user.isPresent() && (key.isPresent() || inUrl.isPresent())) {
            throw Failure.usage("the environment has " + USERNAME + ", and " + (key.isPresent() ? KEY + " too" : "the URL after --to a user name"))
                    .remedy("Keep the one or the other");
        }
        return new Access(key.or(() -> user).or(() -> inUrl), ca.map(TargetAccess::read));
    }

    private static Optional<Credentials> key(Map<String, String> environment) {
        try {
            return value(environment, KEY).map(it -> new IamKey(it, value(environment, TOKEN_URL).orElse(IamKey.TOKEN_URL)));
        } catch (Failure e) {
            throw Failure.usage(TOKEN_URL + ": " + e.getMessage()).cause(e);
        }
    }

    /** A password that stands in the URL is seen by whoever may list the machine's processes. */
    private static Optional<Credentials> user(Map<String, String> environment) {
        Optional<String> username = value(environment, USERNAME);
        Optional<String> password = value(environment, PASSWORD);
        if (username.isPresent() != password.isPresent()) {
            throw Failure.usage("the environment has only one of " + USERNAME + " and " + PASSWORD).remedy("Set both, or none");
        }
        return username.map(it -> new Basic(it, password.get()));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(it -> !it.isEmpty());
    }

    private static OwnCa read(Path file) {
        try {
            return OwnCa.read(file);
        } catch (Failure e) {
            throw Failure.usage("--ca: " + e.getMessage()).cause(e);
        }
    }
}
