package io.camelback.catalog;

import static io.camelback.catalog.Archives.deleted;
import static io.camelback.catalog.Archives.document;
import static io.camelback.catalog.Archives.utf8;

import io.camelback.archive.Entry;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What a chain may hold: archives are lists of segments, segments are lists of documents, living, deleted, or absent ones. */
final class AnyContents implements ArbitrarySupplier<List<List<List<Entry>>>> {

    static final List<String> IDS = List.of("a", "b", "c", "d", "e", "f", "g", "ä");

    @Override
    public Arbitrary<List<List<List<Entry>>>> get() {
        Arbitrary<Entry> entry = Combinators.combine(Arbitraries.of(IDS), Arbitraries.frequencyOf(Tuple.of(5, Arbitraries.just("document")),
                Tuple.of(2, Arbitraries.just("deleted")), Tuple.of(1, Arbitraries.just("absent"))), Arbitraries.integers().between(0, 999))
                .as((id, kind, body) -> switch (kind) {
                    case "document" -> document(id, "" + body);
                    case "deleted" -> deleted(id);
                    default -> Entry.absent(utf8(id));
                });
        return entry.list().ofMinSize(1).ofMaxSize(IDS.size()).uniqueElements(Entry::idText).list().ofMinSize(1).ofMaxSize(3)
                .list().ofMinSize(1).ofMaxSize(4);
    }
}
