package io.camelback.catalog;

import static io.camelback.catalog.Archives.document;
import static io.camelback.catalog.Archives.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.archive.Entry;
import io.camelback.job.Staging;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What it costs to get one document out of a baseline of 200,000 and 40 deltas of 5,000 that are spread over all of its ids, so that
 * only their filters can tell which of them have it.
 */
class FindingCostTest {

    private static final int DOCUMENTS = 200_000;
    private static final int DELTAS = 40;
    private static final int IN_A_DELTA = 5_000;
    /** All that there are: of one batch the whole filter has to be read. */
    private static final int IN_A_BATCH = DOCUMENTS;
    private static final int FIRST_NUMBER = 1_000_000;
    private static final int MOST_BYTES = 2_000_000;

    private static final String NEVER_CHANGED = id(77_777);
    private static final String CHANGED = id(123_456);
    private static final List<Integer> CHANGED_IN = List.of(3, 17, 29);

    private static final InMemoryDestination NAS = new InMemoryDestination("nas");
    private static final Random RANDOM = new Random(1);
    private static Chain chain;

    @TempDir
    static Path work;

    @BeforeAll
    static void store() {
        List<StoredArchive> archives = new ArrayList<>();
        List<Entry> all = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            all.add(document(id(i), body(60)));
        }
        archives.add(Archives.store(work, 0, Chains.BEGINNING, "0-s", List.of(all), IN_A_BATCH, NAS));
        for (int delta = 1; delta <= DELTAS; delta++) {
            archives.add(Archives.store(work, delta, delta - 1 + "-s", delta + "-s", List.of(delta(delta)), IN_A_BATCH, NAS));
        }
        chain = new Chain(archives);
    }

    private static List<Entry> delta(int number) {
        TreeSet<String> ids = new TreeSet<>(List.of(id(0), id(DOCUMENTS - 1)));
        while (ids.size() < IN_A_DELTA) {
            ids.add(id(RANDOM.nextInt(DOCUMENTS)));
        }
        ids.removeAll(List.of(NEVER_CHANGED, CHANGED));
        List<Entry> entries = new ArrayList<>(ids.stream().map(it -> document(it, body(20))).toList());
        if (CHANGED_IN.contains(number)) {
            entries.add(document(CHANGED, "changed in " + number));
        }
        return entries;
    }

    @AfterAll
    static void forget() {
        NAS.objects.clear();
        chain = null;
    }

    @BeforeEach
    void count() {
        NAS.reads.clear();
        NAS.bytesRead = 0;
    }

    private static String id(int number) {
        return "order-" + (FIRST_NUMBER + number);
    }

    private static String body(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static Optional<Entry> find(String id) {
        try (Staging staging = Staging.in(work.resolve("staging"), "find")) {
            return new ChainReader(chain, new BatchFiles(Map.of("nas", NAS)::get, List.of("nas")), staging).find(utf8(id));
        }
    }

    @Test
    void aDocumentThatOnlyTheBaselineHasTakesTheTailsOfAllAndAFrame() {
        assertThat(find(NEVER_CHANGED)).map(Entry::idText).contains(NEVER_CHANGED);
        assertThat(NAS.bytesRead).isLessThan(MOST_BYTES);
        assertThat(NAS.reads).hasSizeBetween(DELTAS + 2, DELTAS + 5);
        assertThat(NAS.gets).isEmpty();
    }

    @Test
    void aDocumentThatADeltaHasTakesNothingOfOlderArchives() {
        assertThat(find(CHANGED)).map(Entry::line).contains(document(CHANGED, "changed in 29").line());
        assertThat(NAS.bytesRead).isLessThan(MOST_BYTES / 4);
        assertThat(NAS.reads).hasSizeBetween(DELTAS - 29 + 2, DELTAS - 29 + 4);
    }

    @Test
    void aDocumentThatNobodyHasTakesTheTailsOfAll() {
        assertThat(find(NEVER_CHANGED + "x")).isEmpty();
        assertThat(NAS.bytesRead).isLessThan(MOST_BYTES);
        assertThat(NAS.reads).hasSizeBetween(DELTAS + 1, DELTAS + 4);
    }

    /** All archives are looked through, as for the history of a document. */
    @Test
    void everyVersionTakesTheTailsOfAllAndAFrameForEach() {
        EntryFinder finder = new EntryFinder(new BatchFiles(Map.of("nas", NAS)::get, List.of("nas")));
        assertThat(chain.archives().stream().filter(it -> finder.find(it, utf8(CHANGED)).isPresent()).map(it -> (int) it.manifest().number()))
                .containsExactly(0, 3, 17, 29);
        assertThat(NAS.bytesRead).isLessThan(MOST_BYTES);
    }
}
