package io.camelback.encryption;

import io.camelback.failure.Failure;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of the configuration by which a destination gets its secrets. No failure repeats a value. */
public final class EncryptionOptions {

    private static final String PREFIX = "encryption.";
    private static final String KEY = PREFIX + "key";
    private static final String PASSPHRASE = PREFIX + "passphrase";
    private static final String OLD_KEYS = PREFIX + "oldKeys";
    private static final String OLD_PASSPHRASES = PREFIX + "oldPassphrases";

    /** Their names, as they stand behind that of a destination. */
    public static final List<String> NAMES = List.of(KEY, PASSPHRASE, OLD_KEYS, OLD_PASSPHRASES);

    private static final int SHORTEST_PASSPHRASE = 12;

    private final String section;
    private final Map<String, String> options;

    private EncryptionOptions(String section, Map<String, String> options) {
        this.section = section;
        this.options = options;
    }

    /** The option that a parameter is; letter case doesn't matter. */
    public static Optional<String> named(String parameter) {
        return NAMES.stream().filter(parameter::equalsIgnoreCase).findFirst();
    }

    /**
     * @param section of the destination, with a dot at the end, for messages
     * @param options by {@link #NAMES}; blank ones are as good as none
     * @return empty when there are none
     * @throws Failure (usage) that names the option which isn't right
     */
    public static Optional<Encryption> read(String section, Map<String, String> options) {
        return new EncryptionOptions(section, options).read();
    }

    private Optional<Encryption> read() {
        Optional<String> key = value(KEY);
        Optional<String> passphrase = value(PASSPHRASE);
        List<Secret> secrets = new ArrayList<>();
        if (key.isPresent() && passphrase.isPresent()) {
            throw Failure.usage(section + KEY + " is given, and " + section + PASSPHRASE + " too")
                    .remedy("Keep the one for new objects, and name the other in " + section + OLD_KEYS + " or " + section + OLD_PASSPHRASES);
        }
        key.ifPresent(it -> secrets.add(key(KEY, it)));
        passphrase.ifPresent(it -> secrets.add(passphrase(PASSPHRASE, it)));
        List<String> oldKeys = values(OLD_KEYS);
        List<String> oldPassphrases = values(OLD_PASSPHRASES);
        if (secrets.isEmpty() && !(oldKeys.isEmpty() && oldPassphrases.isEmpty())) {
            throw Failure.usage(section + (oldKeys.isEmpty() ? OLD_PASSPHRASES : OLD_KEYS) + " is given without a key for new objects")
                    .remedy("Give " + section + KEY + " or " + section + PASSPHRASE);
        }
        oldKeys.forEach(it -> secrets.add(key(OLD_KEYS, it)));
        oldPassphrases.forEach(it -> secrets.add(passphrase(OLD_PASSPHRASES, it)));
        return secrets.isEmpty() ? Optional.empty() : Optional.of(new Encryption(new Keyring(section + PREFIX, secrets)));
    }

    private Optional<String> value(String option) {
        return Optional.ofNullable(options.get(option)).map(String::strip).filter(it -> !it.isEmpty());
    }

    private List<String> values(String option) {
        return value(option).map(it -> Arrays.stream(it.split(",", -1)).map(String::strip).toList()).orElse(List.of());
    }

    private Secret key(String option, String text) {
        String remedy = "A key is 32 random bytes in base64, as openssl rand -base64 32 makes them";
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(section + option + " is not base64").remedy(remedy);
        }
        if (bytes.length != MasterKey.BYTES) {
            throw Failure.usage(section + option + " has " + bytes.length + " bytes").remedy(remedy);
        }
        return new Secret.Key(new MasterKey(bytes));
    }

    /** A comma would stand between two of them once it is an old one. */
    private Secret passphrase(String option, String text) {
        if (text.indexOf(',') >= 0) {
            throw Failure.usage(section + option + " has a comma in it").remedy("Choose one without: commas separate old passphrases");
        }
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (normal.codePointCount(0, normal.length()) < SHORTEST_PASSPHRASE) {
            throw Failure.usage(section + option + " is too short").remedy("Use " + SHORTEST_PASSPHRASE + " characters or more, better six words by chance");
        }
        return new Secret.Passphrase(normal);
    }
}
