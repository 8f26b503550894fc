package io.camelback.archive;

import static io.camelback.archive.Samples.all;
import static io.camelback.archive.Samples.utf8;
import static io.camelback.archive.Samples.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.archive.Samples.Written;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class BatchPropertiesTest {

    @Property(tries = 150, seed = "2")
    void whatIsWrittenIsReadBack(@ForAll("sets") List<Entry> entries, @ForAll @IntRange(min = 1, max = 3_000) int frameSize) {
        Written written = write(entries, frameSize);

        List<Entry> read = written.readAll();

        assertThat(read).isEqualTo(entries);
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i).id()).isEqualTo(entries.get(i).id());
            assertThat(read.get(i).leaves().toArray()).isEqualTo(entries.get(i).leaves().toArray());
            assertThat(read.get(i).deleted()).isEqualTo(entries.get(i).deleted());
            assertThat(read.get(i).absent()).isEqualTo(entries.get(i).absent());
        }
    }

    @Property(tries = 100, seed = "3")
    void everyEntryIsFoundAndNoOther(@ForAll("sets") List<Entry> entries, @ForAll("ids") List<String> others,
            @ForAll @IntRange(min = 1, max = 3_000) int frameSize) {
        try (BatchReader reader = write(entries, frameSize).reader()) {
            for (Entry entry : entries) {
                assertThat(reader.find(entry.id())).contains(entry);
            }
            for (String other : others) {
                assertThat(reader.find(utf8(other))).isEqualTo(entries.stream().filter(e -> e.idText().equals(other)).findAny());
            }
        }
    }

    @Property(tries = 300, seed = "4")
    void rangeHoldsJustTheEntriesBetweenItsBounds(@ForAll("sets") List<Entry> entries, @ForAll("id") String from,
            @ForAll("id") String to, @ForAll @IntRange(min = 0, max = 3) int bounds,
            @ForAll @IntRange(min = 1, max = 3_000) int frameSize) {
        byte[] first = (bounds & 1) == 0 ? null : utf8(from);
        byte[] end = (bounds & 2) == 0 ? null : utf8(to);
        List<Entry> expected = entries.stream()
                .filter(entry -> first == null || DocumentIds.ORDER.compare(entry.id(), first) >= 0)
                .filter(entry -> end == null || DocumentIds.ORDER.compare(entry.id(), end) < 0)
                .toList();

        try (BatchReader reader = write(entries, frameSize).reader(); EntryCursor cursor = reader.cursor(first, end)) {
            assertThat(all(cursor)).isEqualTo(expected);
        }
    }

    @Provide
    Arbitrary<List<Entry>> sets() {
        return EntryArbitraries.sets(20).filter(entries -> !entries.isEmpty());
    }

    @Provide
    Arbitrary<String> id() {
        return EntryArbitraries.ids();
    }

    @Provide
    Arbitrary<List<String>> ids() {
        return EntryArbitraries.ids().list().ofMaxSize(10);
    }
}
