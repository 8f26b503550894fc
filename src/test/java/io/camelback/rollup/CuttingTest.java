package io.camelback.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.archive.Entry;
import io.camelback.archive.IdRanges;
import io.camelback.catalog.Archives;
import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.InMemoryDestination;
import io.camelback.catalog.StoredArchive;
import io.camelback.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CuttingTest {

    private static final int IN_AN_ARCHIVE = 1_000;
    private static final int IN_A_BATCH = 100;
    /** Of JSON, about: a document has a kilobyte. */
    private static final long BATCH_BYTES = 100_000;

    @TempDir
    Path work;

    private final InMemoryDestination nas = new InMemoryDestination("nas");
    private final List<String> asked = new ArrayList<>();

    /** Three megabytes of ids that the archives have in common. */
    private List<StoredArchive> inputs(int entriesInABatch) {
        List<StoredArchive> archives = IntStream.range(0, 3).mapToObj(number -> {
            List<Entry> documents = IntStream.range(0, IN_AN_ARCHIVE)
                    .mapToObj(i -> Archives.document("%05d".formatted(3 * i + number), "x".repeat(950))).toList();
            return Archives.store(work, number, number + "-s", number + 1 + "-s", List.of(documents), entriesInABatch, nas);
        }).toList();
        Consumer<String> note = asked::add;
        nas.beforeReading = note;
        return archives;
    }

    private List<IdRanges> ranges(List<StoredArchive> inputs, long batchBytes, int most) {
        return new Cutting(inputs, new BatchFiles(Map.of("nas", nas)::get, List.of("nas")), batchBytes).ranges(most);
    }

    /** How many of the documents are in each. */
    private static List<Long> sizes(List<IdRanges> ranges) {
        return ranges.stream().map(range -> IntStream.range(0, 3 * IN_AN_ARCHIVE)
                .filter(i -> range.contains("%05d".formatted(i).getBytes(StandardCharsets.UTF_8))).count()).toList();
    }

    @Test
    void everyIdIsInOneOfTheRangesWhichAreAboutEqual() {
        List<Long> sizes = sizes(ranges(inputs(IN_A_BATCH), BATCH_BYTES, 4));

        assertThat(sizes).hasSize(4).allSatisfy(it -> assertThat(it).isBetween(600L, 900L));
        assertThat(sizes.stream().mapToLong(it -> it).sum()).isEqualTo(3 * IN_AN_ARCHIVE);
    }

    @Test
    void ofArchivesThatAreOneBatchTheIndexesTellWhereToCut() {
        List<StoredArchive> inputs = inputs(IN_AN_ARCHIVE);

        assertThat(sizes(ranges(inputs, BATCH_BYTES, 2))).hasSize(2).allSatisfy(it -> assertThat(it).isBetween(1_000L, 2_000L));
        assertThat(asked).containsExactlyInAnyOrderElementsOf(inputs.stream().map(it -> it.name().key("00000.jsonl.zst")).toList());
        assertThat(nas.gets).as("and nothing else of them is read").isEmpty();
    }

    @Test
    void thereAreNoMoreRangesThanAreWorthIt() {
        List<StoredArchive> inputs = inputs(IN_A_BATCH);

        assertThat(ranges(inputs, 700_000, 4)).hasSize(2);
        assertThat(ranges(inputs, 10_000_000, 4)).containsExactly(IdRanges.ALL);
    }

    @Test
    void oneRangeNeedsNoCutAndSoNothingIsRead() {
        assertThat(ranges(inputs(IN_A_BATCH), BATCH_BYTES, 1)).containsExactly(IdRanges.ALL);
        assertThat(asked).isEmpty();
    }

    @Test
    void anIndexThatIsDamagedEverywhereIsTold() {
        List<StoredArchive> inputs = inputs(IN_AN_ARCHIVE);
        String key = inputs.get(1).name().key("00000.jsonl.zst");
        nas.damage(key, -100);

        assertThatThrownBy(() -> ranges(inputs, BATCH_BYTES, 2)).isInstanceOf(Failure.class).hasMessageContaining(key);
    }
}
