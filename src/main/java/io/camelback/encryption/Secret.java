package io.camelback.encryption;

import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the configuration has: a key, or a passphrase from which keys are derived. */
sealed interface Secret {

    Header.Kind kind();

    /** @param salt of a header, 32 hex digits */
    MasterKey key(String salt);

    /** The key itself. */
    record Key(MasterKey key) implements Secret {

        @Override
        public Header.Kind kind() {
            return Header.Kind.KEY;
        }

        @Override
        public MasterKey key(String salt) {
            return key;
        }
    }

    /** A text that somebody has made up; each salt makes another key of it. Deriving one takes a while, on purpose, so it is done once. */
    final class Passphrase implements Secret {

        static final int ITERATIONS = 210_000;

        private final String text;
        private final Map<String, MasterKey> derived = new ConcurrentHashMap<>();

        /** @param text in the Unicode form NFC: keyboards differ */
        Passphrase(String text) {
            this.text = text;
        }

        @Override
        public Header.Kind kind() {
            return Header.Kind.PASSPHRASE;
        }

        @Override
        public MasterKey key(String salt) {
            return derived.computeIfAbsent(salt, this::derive);
        }

        private MasterKey derive(String salt) {
            NativeCrypto.load().join();
            return new MasterKey(Pbkdf2.derive(text, HexFormat.of().parseHex(salt), ITERATIONS));
        }
    }
}
