package io.camelback.bench;

import io.camelback.archive.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Documents of about 1 KB as applications have them: a history, nested objects, numbers, and text whose words are as unevenly
 * frequent as those of a language, some with letters beyond ASCII or with escapes. Some have conflicts, some are deleted.
 */
public final class MadeUpDocument {

    private static final String[] SYLLABLES = {"an", "be", "co", "der", "ent", "fi", "ge", "hau", "in", "ka", "lo", "mar", "ne",
        "or", "pa", "qui", "re", "sto", "tu", "ung", "ver", "wa", "zi", "ing", "con", "tion", "schl", "che", "ies", "ous", "la",
        "é", "ö"};
    private static final String[] WORDS = words(new Random(7), 4_000);

    private final Random random;

    public MadeUpDocument(long seed) {
        this.random = new Random(seed);
    }

    public Entry entry(String id) {
        List<byte[]> leaves = new ArrayList<>();
        boolean deleted = random.nextInt(50) == 0;
        leaves.add((deleted ? deletion(id) : leaf(id)).getBytes(StandardCharsets.UTF_8));
        if (random.nextInt(100) == 0) {
            leaves.add(deletion(id).getBytes(StandardCharsets.UTF_8));
        }
        return Entry.of(id.getBytes(StandardCharsets.UTF_8), leaves, deleted);
    }

    private String deletion(String id) {
        return head(id) + ",\"_deleted\":true}";
    }

    private String leaf(String id) {
        return head(id) + "," + members(25) + "}";
    }

    /**
     * What it has beside its id, its revision and their history, without braces.
     *
     * @param words of its longest text, at the least
     */
    String members(int words) {
        StringBuilder json = new StringBuilder(1_200);
        json.append("\"type\":\"order\",\"created\":\"2026-").append(digits(12)).append('-').append(digits(28)).append('T')
                .append(digits(24)).append(':').append(digits(60)).append(":00Z\"")
                .append(",\"customer\":{\"number\":").append(random.nextInt(1_000_000)).append(",\"name\":\"")
                .append(text(2)).append("\",\"city\":\"").append(text(1)).append("\",\"vip\":").append(random.nextBoolean())
                .append(",\"location\":[").append(decimal(180, 6)).append(',').append(decimal(90, 6)).append("]},\"items\":[");
        int items = 1 + random.nextInt(4);
        for (int i = 0; i < items; i++) {
            json.append(i == 0 ? "" : ",").append("{\"sku\":\"").append(hex(8)).append("\",\"title\":\"").append(text(4))
                    .append("\",\"quantity\":").append(1 + random.nextInt(9)).append(",\"price\":").append(decimal(500, 2))
                    .append('}');
        }
        json.append("],\"total\":").append(decimal(3_000, 2)).append(",\"paid\":").append(random.nextBoolean())
                .append(",\"coupon\":null,\"note\":\"").append(text(words + random.nextInt(70)));
        return json.append(random.nextInt(4) == 0 ? " \\\"" + text(3) + "\\\"\\n" : "").append('"').toString();
    }

    private String head(String id) {
        int revisions = 1 + random.nextInt(4);
        StringBuilder ids = new StringBuilder();
        String newest = hex(32);
        ids.append('"').append(newest).append('"');
        for (int i = 1; i < revisions; i++) {
            ids.append(",\"").append(hex(32)).append('"');
        }
        return "{\"_id\":\"" + id + "\",\"_rev\":\"" + revisions + "-" + newest + "\",\"_revisions\":{\"start\":" + revisions
                + ",\"ids\":[" + ids + "]}";
    }

    private String text(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            double uneven = random.nextDouble();
            text.append(i == 0 ? "" : " ").append(WORDS[(int) (uneven * uneven * uneven * WORDS.length)]);
        }
        return text.toString();
    }

    private String hex(int digits) {
        StringBuilder hex = new StringBuilder(digits);
        for (int i = 0; i < digits; i++) {
            hex.append(Character.forDigit(random.nextInt(16), 16));
        }
        return hex.toString();
    }

    private String digits(int below) {
        int number = 1 + random.nextInt(below - 1);
        return number < 10 ? "0" + number : "" + number;
    }

    private String decimal(int below, int places) {
        return String.format(Locale.ROOT, "%." + places + "f", random.nextDouble() * below);
    }

    private static String[] words(Random random, int count) {
        String[] words = new String[count];
        for (int i = 0; i < count; i++) {
            StringBuilder word = new StringBuilder();
            for (int j = random.nextInt(3); j >= 0; j--) {
                word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
            }
            words[i] = word.toString();
        }
        return words;
    }
}
