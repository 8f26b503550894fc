package io.camelback.config;

import io.camelback.failure.Failure;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which databases of a server are meant, by their plain names. {@code *} stands for any characters, slashes too, and {@code ?} for one. Names
 * that begin with an underscore belong to the server itself: only a pattern that begins with one matches them.
 *
 * @param include one of these has to match
 * @param exclude none of these may match
 */
public record DatabasePatterns(List<String> include, List<String> exclude) {

    private static final Pattern PATTERN = Pattern.compile("[a-z_*?][a-z0-9_$()+/*?-]*");

    public DatabasePatterns {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** @throws Failure (usage) when one of them could match no database */
    static List<String> parse(String text) {
        List<String> patterns = List.of(text.split("\\s*,\\s*", -1));
        for (String pattern : patterns) {
            if (!PATTERN.matcher(pattern).matches()) {
                throw Failure.usage("'" + pattern + "' matches no database").remedy("Write names or patterns like shop-*, with commas between: "
                        + "lower-case letters, digits and _ $ ( ) + - /, with * for any characters and ? for one");
            }
        }
        return patterns;
    }

    /** @param database its plain name */
    public boolean matches(String database) {
        return include.stream().anyMatch(it -> matches(it, database)) && exclude.stream().noneMatch(it -> matches(it, database));
    }

    private static boolean matches(String pattern, String name) {
        return (!name.startsWith("_") || pattern.startsWith("_")) && fits(pattern, name);
    }

    /** Where the characters after a star don't fit, the star takes one more: only the last star need be tried again. */
    private static boolean fits(String pattern, String name) {
        int star = -1;
        int taken = 0;
        int p = 0;
        int n = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                taken = n;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++taken;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(it -> it == '*');
    }
}
