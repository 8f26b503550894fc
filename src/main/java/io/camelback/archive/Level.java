package io.camelback.archive;

import java.util.Locale;
import java.util.Optional;

/** How much time an archive covers, from what one run adds up to everything there is. */
public enum Level {
    DELTA, DAILY, WEEKLY, MONTHLY, YEARLY, BASELINE;

    /** The name in keys and manifests: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Level> of(String text) {
        for (Level level : values()) {
            if (level.text().equals(text)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return text();
    }
}
