package io.camelback.config;

import io.camelback.couchdb.Credentials;
import io.camelback.couchdb.Credentials.IamKey;
import io.camelback.failure.Failure;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads who asks the source of a task: one way only. */
final class CredentialsReader {

    private final Values values;
    private final String section;

    /** @param section of the task, with a dot at the end */
    CredentialsReader(Values values, String section) {
        this.values = values;
        this.section = section;
    }

    /** @param inUrl those that stand in the URL of the source */
    Optional<Credentials> read(Optional<Credentials> inUrl) {
        Optional<Credentials> key = iamKey();
        Optional<String> username = values.value(section + "username");
        Optional<String> password = values.value(section + "password");
        Optional<String> other = Stream.of("username", "password").filter(it -> values.value(section + it).isPresent()).findFirst();
        if (key.isPresent() && other.isPresent()) {
            throw Failure.usage(section + "iamApiKey is given, and " + section + other.get() + " too").remedy("Keep the one or the other");
        }
        if (inUrl.isPresent() && (key.isPresent() || other.isPresent())) {
            throw Failure.usage(section + (key.isPresent() ? "iamApiKey" : other.get()) + " is given, and " + section
                    + "source has a user name too").remedy(key.isPresent() ? "Keep the one or the other" : "Write both in the URL, or neither");
        }
        if (username.isEmpty() && password.isPresent()) {
            throw Failure.usage(section + "username is missing, for there is a password").remedy("Name the user");
        }
        return username.<Credentials>map(it -> new Credentials.Basic(it, password.orElse(""))).or(() -> key).or(() -> inUrl);
    }

    private Optional<Credentials> iamKey() {
        Optional<String> key = values.text(section + "iamApiKey");
        Optional<String> tokenUrl = values.text(section + "iamTokenUrl");
        if (key.isEmpty() && tokenUrl.isPresent()) {
            throw Failure.usage(section + "iamTokenUrl is given, and no iamApiKey").remedy("Give the key, or leave out both");
        }
        try {
            return key.map(it -> new IamKey(it, tokenUrl.orElse(IamKey.TOKEN_URL)));
        } catch (Failure e) {
            throw Failure.usage(section + "iamTokenUrl: " + e.getMessage()).cause(e);
        }
    }
}
