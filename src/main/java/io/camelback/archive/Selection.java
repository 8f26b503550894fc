package io.camelback.archive;

import io.camelback.archive.IdRanges.Range;
import io.camelback.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Documents that a user chose by their ids. A pattern is an id, or with {@code *} at its end all ids that begin so; what else would be
 * a star, a comma or a percent sign is percent-encoded.
 *
 * @param patterns written in one way only, sorted; empty for all documents
 * @param ids what they mean
 */
public record Selection(List<String> patterns, IdRanges ids) {

    public static final Selection ALL = new Selection(List.of(), IdRanges.ALL);

    private static final String LOCAL = "_local/";

    public Selection {
        patterns = List.copyOf(patterns);
    }

    /**
     * @param text patterns with commas between
     * @throws Failure (usage) that says which is none
     */
    public static Selection parse(String text) {
        return of(List.of(text.strip().split("\\s*,\\s*", -1)));
    }

    /** @throws Failure (usage) that says which is none */
    public static Selection of(List<String> patterns) {
        TreeSet<String> written = new TreeSet<>();
        List<Range> ranges = new ArrayList<>();
        for (String pattern : patterns) {
            boolean prefix = pattern.endsWith("*");
            byte[] id = decode(prefix ? pattern.substring(0, pattern.length() - 1) : pattern, pattern);
            if (id.length == 0 && !prefix) {
                throw Failure.usage("an id is missing").remedy("Write ids, or * at the end of what they begin with: settings,order:*");
            }
            ranges.add(prefix ? Range.ofPrefix(id) : Range.only(id));
            written.add(encode(id) + (prefix ? "*" : ""));
        }
        IdRanges ids = IdRanges.of(ranges);
        return ids.equals(IdRanges.ALL) ? ALL : new Selection(List.copyOf(written), ids);
    }

    /** What the setting of a manifest tells; without it all documents. */
    public static Selection recorded(Object setting) {
        if (setting == null) {
            return ALL;
        }
        if (setting instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(String.class::isInstance)) {
            return of(list.stream().map(String.class::cast).toList());
        }
        throw Failure.damaged("the manifest's selection of documents is no list of patterns");
    }

    public boolean isAll() {
        return ids.equals(IdRanges.ALL);
    }

    /** Those of these ids that are chosen, in the same order. */
    public List<byte[]> among(List<byte[]> all) {
        return isAll() ? all : all.stream().filter(ids::contains).toList();
    }

    private static byte[] decode(String text, String pattern) {
        if (text.indexOf('*') >= 0) {
            throw Failure.usage("'" + pattern + "' has a * that is not at its end").remedy("Write %2A for one that belongs to an id");
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream id = new ByteArrayOutputStream();
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] == '%') {
                int high = i + 2 < utf8.length ? Character.digit(utf8[i + 1], 16) : -1;
                int low = high < 0 ? -1 : Character.digit(utf8[i + 2], 16);
                if (low < 0) {
                    throw Failure.usage("'" + pattern + "' has a % that is no percent-encoding").remedy("Write %25 for one that belongs to an id");
                }
                id.write(high << 4 | low);
                i += 2;
            } else {
                id.write(utf8[i]);
            }
        }
        return checked(id.toByteArray(), pattern);
    }

    private static byte[] checked(byte[] id, String pattern) {
        String text = new String(id, StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), id)) {
            throw Failure.usage("'" + pattern + "' is no text in UTF-8");
        }
        if (text.startsWith(LOCAL)) {
            throw Failure.usage("'" + pattern + "' is of documents that stay in their database").remedy("No backup has them: leave it out");
        }
        return id;
    }

    private static String encode(byte[] id) {
        return new String(id, StandardCharsets.UTF_8).replace("%", "%25").replace(",", "%2C").replace("*", "%2A");
    }

    @Override
    public String toString() {
        return isAll() ? "all" : String.join(",", patterns);
    }
}
