package io.camelback.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers for people. */
final class Texts {

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

    private Texts() {
    }

    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        do {
            value /= 1000;
            unit++;
        } while (value >= 999.95 && unit < 4);
        return String.format(Locale.ROOT, "%.1f %cB", value, "kMGTP".charAt(unit));
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    static String duration(Duration duration) {
        long minutes = duration.toMinutes();
        if (minutes < 60) {
            return minutes + " min";
        }
        return minutes < 48 * 60 ? minutes / 60 + " h " + minutes % 60 + " min" : minutes / 60 / 24 + " days";
    }

    /** The same text with an escape in place of each control character: a document's text may neither break a line nor steer a terminal. */
    static String oneLine(String text) {
        return CONTROLS.matcher(text).replaceAll(it -> String.format(Locale.ROOT, "\\\\u%04x", (int) it.group().charAt(0)));
    }
}
