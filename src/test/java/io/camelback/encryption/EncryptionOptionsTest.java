package io.camelback.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncryptionOptionsTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private static void refused(String message, Map<String, String> options) {
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> EncryptionOptions.read("camelback.destinations.s3.", options))
                .withMessage("camelback.destinations.s3.encryption." + message)
                .satisfies(it -> assertThat(it.party()).isEqualTo(Party.USER)).withNoCause();
    }

    @Test
    void withoutOptionsNothingIsEncrypted() {
        assertThat(EncryptionOptions.read("", Map.of())).isEmpty();
        assertThat(EncryptionOptions.read("", Map.of("encryption.key", " ", "encryption.oldKeys", ""))).isEmpty();
    }

    @Test
    void whiteSpaceAroundAKeyIsNoneOfIt() {
        assertThat(EncryptionOptions.read("", Map.of("encryption.key", " " + KEY + "\n"))).isPresent();
        assertThat(EncryptionOptions.read("", Map.of("encryption.key", KEY, "encryption.oldKeys", KEY + " , " + KEY))).isPresent();
    }

    @Test
    void whatIsNoKeyIsRefusedWithoutBeingTold() {
        String remedy = ". A key is 32 random bytes in base64, as openssl rand -base64 32 makes them";
        refused("key is not base64" + remedy, Map.of("encryption.key", "s3cret key!"));
        refused("key has 16 bytes" + remedy, Map.of("encryption.key", Base64.getEncoder().encodeToString(new byte[16])));
        refused("oldKeys has 0 bytes" + remedy, Map.of("encryption.key", KEY, "encryption.oldKeys", KEY + ","));
    }

    @Test
    void aPassphraseIsLongAndHasNoComma() {
        assertThat(EncryptionOptions.read("", Map.of("encryption.passphrase", "twelve signs"))).isPresent();
        refused("passphrase is too short. Use 12 characters or more, better six words by chance", Map.of("encryption.passphrase", "eleven sign "));
        refused("passphrase has a comma in it. Choose one without: commas separate old passphrases",
                Map.of("encryption.passphrase", "one, two, and three"));
        refused("oldPassphrases is too short. Use 12 characters or more, better six words by chance",
                Map.of("encryption.key", KEY, "encryption.oldPassphrases", "correct horse battery,short"));
    }

    @Test
    void newObjectsHaveOneSecret() {
        refused("key is given, and camelback.destinations.s3.encryption.passphrase too. Keep the one for new objects, and name the other in "
                + "camelback.destinations.s3.encryption.oldKeys or camelback.destinations.s3.encryption.oldPassphrases",
                Map.of("encryption.key", KEY, "encryption.passphrase", "correct horse battery"));
        refused("oldKeys is given without a key for new objects. Give camelback.destinations.s3.encryption.key or "
                + "camelback.destinations.s3.encryption.passphrase", Map.of("encryption.oldKeys", KEY));
    }
}
