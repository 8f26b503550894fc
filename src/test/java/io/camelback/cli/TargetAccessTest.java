package io.camelback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.couchdb.Access;
import io.camelback.couchdb.Credentials;
import io.camelback.couchdb.Credentials.IamKey;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.failure.Failure;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How one gets into the target of a restore. */
class TargetAccessTest {

    private static final Map<String, String> KEY = Map.of("CAMELBACK_TARGET_IAM_API_KEY", "k3y");

    private static Access access(String url, Map<String, String> environment) {
        return TargetAccess.of(Optional.ofNullable(url).map(DatabaseUrl::parse), Optional.empty(), environment);
    }

    @Test
    void aKeyInTheEnvironmentIsForTheTargetThatIsNamed() {
        assertThat(access("https://h/db", KEY).credentials()).contains(new IamKey("k3y", IamKey.TOKEN_URL));
        assertThat(access("https://h/db", Map.of("CAMELBACK_TARGET_IAM_API_KEY", "k3y", "CAMELBACK_TARGET_IAM_TOKEN_URL", "http://t/")).credentials())
                .contains(new IamKey("k3y", "http://t/"));
        assertThat(access("https://h/db", Map.of("CAMELBACK_TARGET_IAM_API_KEY", " ")).credentials()).isEmpty();
        assertThat(access(null, KEY)).as("documents go back into the source with what the task has").isEqualTo(Access.OPEN);
    }

    @Test
    void aUserMayStandInTheUrlButNotBesideAKey() {
        assertThat(access("http://u:p@h/db", Map.of()).credentials()).contains(new Credentials.Basic("u", "p"));
        assertThatThrownBy(() -> access("http://u:p@h/db", KEY)).isInstanceOf(Failure.class).hasMessage(
                "the environment has CAMELBACK_TARGET_IAM_API_KEY, and the URL after --to a user name. Keep the one or the other");
    }

    /** Where no list of processes shows the password. */
    @Test
    void aUserMayStandInTheEnvironmentAndNowhereElseThen() {
        Map<String, String> user = Map.of("CAMELBACK_TARGET_USERNAME", "u", "CAMELBACK_TARGET_PASSWORD", "p");
        assertThat(access("http://h/db", user).credentials()).contains(new Credentials.Basic("u", "p"));
        assertThatThrownBy(() -> access("http://u:p@h/db", user)).hasMessage(
                "the environment has CAMELBACK_TARGET_USERNAME, and the URL after --to a user name. Keep the one or the other");
        assertThatThrownBy(() -> access("http://h/db", Map.of("CAMELBACK_TARGET_USERNAME", "u"))).hasMessage(
                "the environment has only one of CAMELBACK_TARGET_USERNAME and CAMELBACK_TARGET_PASSWORD. Set both, or none");
    }

    @Test
    void whatIsNoUrlOfATokenServiceIsNamed() {
        assertThatThrownBy(() -> access("http://h/db", Map.of("CAMELBACK_TARGET_IAM_API_KEY", "k3y", "CAMELBACK_TARGET_IAM_TOKEN_URL", "here")))
                .hasMessageStartingWith("CAMELBACK_TARGET_IAM_TOKEN_URL: the URL of the token service is none");
    }

    @Test
    void aCaNeedsATargetAndItsFile() {
        assertThatThrownBy(() -> TargetAccess.of(Optional.empty(), Optional.of(Path.of("ca.pem")), Map.of()))
                .hasMessageStartingWith("--ca is for the target that --to names");
        assertThatThrownBy(() -> TargetAccess.of(Optional.of(DatabaseUrl.parse("https://h/db")), Optional.of(Path.of("/no/such.pem")), Map.of()))
                .hasMessageStartingWith("--ca: there is no file /no/such.pem. ");
    }
}
