package io.camelback.config;

import io.camelback.failure.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The values of the configuration, read as what they are meant to be. A failure (usage) names the key and what would be right. */
final class Values {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");

    private final Map<String, String> settings;
    private final UnaryOperator<String> placeholders;

    /** @param placeholders resolves what stands between double braces */
    Values(Map<String, String> settings, UnaryOperator<String> placeholders) {
        this.settings = settings;
        this.placeholders = placeholders;
    }

    long number(String key, long otherwise, long least, long most) {
        return text(key).map(it -> {
            long number;
            try {
                number = Long.parseLong(it);
            } catch (NumberFormatException e) {
                throw outside(key, it, least, most);
            }
            if (number < least || number > most) {
                throw outside(key, it, least, most);
            }
            return number;
        }).orElse(otherwise);
    }

    /** Bytes, or with k, m or g behind. */
    long size(String key, long otherwise, long least, long most) {
        return text(key).map(it -> {
            int unit = "kmg".indexOf(Character.toLowerCase(it.charAt(it.length() - 1)));
            String digits = unit < 0 ? it : it.substring(0, it.length() - 1).strip();
            int shift = 10 * (unit + 1);
            if (!digits.matches("[0-9]{1,18}") || Long.parseLong(digits) > most >> shift || Long.parseLong(digits) << shift < least) {
                throw outside(key, it, least, most).remedy("Write bytes, or with k, m or g behind: 64m");
            }
            return Long.parseLong(digits) << shift;
        }).orElse(otherwise);
    }

    private static Failure outside(String key, String text, long least, long most) {
        return Failure.usage(key + " = " + text + " is not a number from " + least + " to " + most);
    }

    /** How many are kept: a number, or all. */
    int count(String key, int otherwise) {
        return text(key).map(it -> {
            if (it.equals("unlimited")) {
                return Retention.UNLIMITED;
            }
            if (!it.matches("[0-9]{1,6}")) {
                throw Failure.usage(key + " = " + it + " is neither a number from 0 to 999999 nor unlimited");
            }
            return Integer.parseInt(it);
        }).orElse(otherwise);
    }

    double ratio(String key, double otherwise) {
        return text(key).map(it -> {
            if (!it.matches("[0-9]{1,3}(\\.[0-9]{1,6})?")) {
                throw Failure.usage(key + " = " + it + " is not a ratio").remedy("Write one like 0.1");
            }
            return Double.parseDouble(it);
        }).orElse(otherwise);
    }

    /** A number with s, m, h or d behind. */
    Duration duration(String key, Duration otherwise) {
        return text(key).map(it -> {
            if (!it.matches("[0-9]{1,6}\\s*[smhd]")) {
                throw Failure.usage(key + " = " + it + " is not a time").remedy("Write a number and s, m, h or d behind: 24h");
            }
            long number = Long.parseLong(it.replaceAll("[^0-9]", ""));
            return switch (it.charAt(it.length() - 1)) {
                case 's' -> Duration.ofSeconds(number);
                case 'm' -> Duration.ofMinutes(number);
                case 'h' -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }).orElse(otherwise);
    }

    boolean truth(String key, boolean otherwise) {
        return choice(key, otherwise, "true", "false");
    }

    /** Whether it is the first of two words. */
    boolean choice(String key, boolean otherwise, String yes, String no) {
        return text(key).map(it -> {
            if (!it.equals(yes) && !it.equals(no)) {
                throw Failure.usage(key + " = " + it + " is neither " + yes + " nor " + no);
            }
            return it.equals(yes);
        }).orElse(otherwise);
    }

    String required(String key, String remedy) {
        return text(key).orElseThrow(() -> Failure.usage(key + " is missing").remedy(remedy));
    }

    /** A value without the white space around it. */
    Optional<String> text(String key) {
        return value(key).map(String::strip);
    }

    /** A value with its placeholders resolved; empty when it isn't there or is blank. */
    Optional<String> value(String key) {
        String text = settings.get(key);
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(text.contains("{{") ? resolved(key, text) : text).filter(it -> !it.isBlank());
    }

    /** What Camel throws repeats the value, which may hold a password beside the placeholder: it is not passed on. */
    private String resolved(String key, String text) {
        try {
            return placeholders.apply(text);
        } catch (RuntimeException e) {
            String which = PLACEHOLDER.matcher(text).results().map(MatchResult::group).filter(this::isUnresolved).findFirst()
                    .orElse("a placeholder");
            throw Failure.usage(key + ": " + which + " can't be resolved").remedy(which.startsWith("{{file:")
                    ? "Check that this file is there and may be read" : "Set it, or write the value in its place");
        }
    }

    private boolean isUnresolved(String placeholder) {
        try {
            placeholders.apply(placeholder);
            return false;
        } catch (RuntimeException e) {
            return true;
        }
    }
}
