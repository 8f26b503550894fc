package io.camelback.archive;

import static io.camelback.archive.Samples.quoted;
import static io.camelback.archive.Samples.utf8;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Any ids, entries, and sets of them. */
final class EntryArbitraries {

    private static final String[] PIECES = {"a", "b", "_design/", "z", "é", "\uff21", "\ud83d\ude00", "\u2028", "\"", "\\", "\n",
        "\u0001", "/", " ", "0", "~", "\uffff", "\udbff\udfff"};
    private static final String[] VALUES = {"123456789012345678901234567890", "1.50", "-0.0", "1e400", "\"\\u00e9 é\"",
        "\"\u2028\"", "{\"_id\":\"x\",\"_deleted\":true}", "[{\"_id\":\"y\",\"_absent\":true},[]]", "{\"\":\"\"}",
        "null", "\"\\ud800\"", "\"" + "long".repeat(200) + "\""};
    private static final String[] ID_KEYS = {"\"_id\"", "\"_\\u0069d\""};

    private EntryArbitraries() {
    }

    /** Few enough pieces that two ids often are equal, or one the start of the other. */
    static Arbitrary<String> ids() {
        Arbitrary<String> usual = Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(4).map(pieces -> String.join("", pieces));
        Arbitrary<String> huge = Arbitraries.of(PIECES).map(piece -> piece.repeat(4_000 / piece.length()));
        return Arbitraries.frequencyOf(Tuple.of(30, usual), Tuple.of(1, huge));
    }

    static Arbitrary<Entry> entries() {
        return ids().flatMap(EntryArbitraries::entriesOf);
    }

    /** Entries of different ids, sorted. */
    static Arbitrary<List<Entry>> sets(int most) {
        return entries().list().ofMaxSize(most).uniqueElements(Entry::idText).map(Samples::sorted);
    }

    private static Arbitrary<Entry> entriesOf(String id) {
        Arbitrary<Entry> present = leaves(id).list().ofMinSize(1).ofMaxSize(3).map(leaves -> {
            boolean deleted = leaves.stream().allMatch(leaf -> leaf.endsWith(",\"_deleted\":true}"));
            return Entry.of(utf8(id), leaves.stream().map(Samples::utf8).toList(), deleted);
        });
        return Arbitraries.frequencyOf(Tuple.of(8, present),
                Tuple.of(1, Arbitraries.just(Samples.absent(id))));
    }

    private static Arbitrary<String> leaves(String id) {
        Arbitrary<List<String>> values = Arbitraries.of(VALUES).list().ofMaxSize(3);
        Arbitrary<Boolean> deletions = Arbitraries.of(false, false, true);
        return Combinators.combine(values, Arbitraries.of(ID_KEYS), deletions).as((body, key, deleted) -> {
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < body.size(); i++) {
                fields.add("\"k" + (9 - i) + "\":" + body.get(i));
            }
            fields.add(fields.size() / 2, key + ":" + quoted(id));
            return "{" + String.join(",", fields) + (deleted ? ",\"_deleted\":true}" : "}");
        });
    }
}
