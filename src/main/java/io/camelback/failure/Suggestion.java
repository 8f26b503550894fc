package io.camelback.failure;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Which of the right words somebody may have meant. */
public final class Suggestion {

    private static final int NEAR = 3;

    private Suggestion() {
    }

    /** A sentence: the nearest of the right words, or all of them when none is near. */
    public static String of(String wrong, Collection<String> right) {
        String nearest = right.stream().min(Comparator.comparingInt(it -> distance(wrong, it))).orElse("");
        return !nearest.isEmpty() && distance(wrong, nearest) <= NEAR ? "Did you mean " + nearest + "?"
                : "Known are: " + String.join(", ", right);
    }

    /** How many letters must be changed, added or left out (Levenshtein), without regard to case. */
    private static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
