package io.camelback.archive;

import static io.camelback.archive.Samples.absent;
import static io.camelback.archive.Samples.all;
import static io.camelback.archive.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import org.junit.jupiter.api.Test;

/** What rollups rely on: merging merged segments is merging what they were made of. Everything here goes through batch files. */
class MergePropertiesTest {

    private static final Predicate<Entry> EVERYTHING = entry -> true;
    private static final Predicate<Entry> PRESENT = entry -> !entry.absent();
    private static final Predicate<Entry> ALIVE = entry -> !entry.absent() && !entry.deleted();

    /** A segment, and the folder with its files. */
    private record Stored(Segment segment, Path folder) {
    }

    private FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
    private int folders;

    @AfterTry
    void forget() throws IOException {
        memory.close();
        memory = Jimfs.newFileSystem(Configuration.unix());
    }

    @Property(tries = 100, seed = "21")
    void mergedFilesHoldWhatAMapWould(@ForAll("segments") List<List<Entry>> oldestFirst, @ForAll Random random) throws IOException {
        Stored merged = merge(store(oldestFirst, random), EVERYTHING, batchBytes(random));

        assertThat(read(merged)).containsExactlyElementsOf(model(oldestFirst));
        assertThat(text(merged)).isEqualTo(Samples.plainText(List.copyOf(model(oldestFirst))));
    }

    @Property(tries = 100, seed = "22")
    void anyGroupingOnAnyLevelsGivesTheSameBytes(@ForAll("segments") List<List<Entry>> oldestFirst, @ForAll Random random)
            throws IOException {
        List<Stored> stored = store(oldestFirst, random);

        Stored grouped = inGroups(stored, random, EVERYTHING);

        assertThat(text(grouped)).isEqualTo(text(merge(stored, EVERYTHING, batchBytes(random))));
    }

    @Property(tries = 100, seed = "23")
    void whatIsAbsentMayBeLeftOutOfGroupsThatBeginAtTheOldest(@ForAll("segments") List<List<Entry>> oldestFirst,
            @ForAll Random random) throws IOException {
        Stored grouped = inGroups(store(oldestFirst, random), random, PRESENT);

        assertThat(read(grouped)).filteredOn(PRESENT)
                .containsExactlyElementsOf(model(oldestFirst).stream().filter(PRESENT).toList());
    }

    @Property(tries = 100, seed = "24")
    void whatIsDeletedMayBeLeftOutOfGroupsThatBeginAtTheOldest(@ForAll("segments") List<List<Entry>> oldestFirst,
            @ForAll Random random) throws IOException {
        Stored grouped = inGroups(store(oldestFirst, random), random, ALIVE);

        assertThat(read(grouped)).filteredOn(ALIVE).containsExactlyElementsOf(model(oldestFirst).stream().filter(ALIVE).toList());
    }

    /** How rollups use several cores. Files have names in the order in which they are begun, whoever begins them. */
    @Property(tries = 100, seed = "25")
    void rangesThatAreMergedEachByItselfMakeTheSameSegmentTogether(@ForAll("segments") List<List<Entry>> oldestFirst, @ForAll Random random)
            throws IOException {
        List<Stored> stored = store(oldestFirst, random);
        Predicate<Entry> kept = random.nextBoolean() ? EVERYTHING : ALIVE;
        int most = 1 + random.nextInt(5);

        List<Stored> parts = new ArrayList<>();
        for (IdRanges ids : cuts(stored, random).ranges(most)) {
            parts.add(merge(stored, ids, kept, batchBytes(random)));
        }

        assertThat(parts).hasSizeBetween(1, most);
        assertThat(parts.stream().flatMap(it -> read(it).stream())).containsExactlyElementsOf(model(oldestFirst).stream().filter(kept).toList());
        assertThat(parts.stream().flatMap(it -> it.segment().batches().stream()).flatMap(it -> Stream.of(it.firstId(), it.lastId())).distinct()
                .map(DocumentIds::utf8)).as("ids ascend from batch to batch").isSortedAccordingTo(DocumentIds.ORDER);
    }

    @Test
    void rangesAreAboutEqual() throws IOException {
        List<Entry> small = IntStream.range(0, 1_000).mapToObj(i -> entry("b%04d".formatted(i), "x".repeat(1_000))).toList();
        List<Entry> large = IntStream.range(0, 1_000).mapToObj(i -> entry("c%04d".formatted(i), "x".repeat(3_000))).toList();
        List<Stored> stored = store(List.of(large, small), new Random(1));

        List<Long> bytes = new ArrayList<>();
        for (IdRanges ids : cuts(stored, new Random(1)).ranges(4)) {
            bytes.add(merge(stored, ids, EVERYTHING, 1 << 30).segment().batches().get(0).bytes());
        }

        assertThat(bytes).hasSize(4).allSatisfy(it -> assertThat(it).isBetween(700_000L, 1_300_000L));
    }

    @Test
    void whatIsAbsentMustStayInGroupsThatBeginLater() throws IOException {
        List<Stored> stored = store(List.of(List.of(entry("a", "old")), List.of(absent("a"), entry("b", ""))), new Random(1));

        Stored wrong = merge(List.of(stored.get(0), merge(stored.subList(1, 2), PRESENT, 1)), PRESENT, 1);

        assertThat(read(wrong)).as("what was purged is there again").contains(entry("a", "old"));
    }

    @Provide
    Arbitrary<List<List<Entry>>> segments() {
        return EntryArbitraries.sets(10).list().ofMinSize(1).ofMaxSize(9);
    }

    /**
     * Merges neighbours into groups, and those into groups again, until there is only one.
     *
     * @param kept of the groups that begin at the oldest; others keep everything
     */
    private Stored inGroups(List<Stored> oldestFirst, Random random, Predicate<Entry> kept) throws IOException {
        List<Stored> level = oldestFirst;
        do {
            List<Stored> next = new ArrayList<>();
            for (int from = 0, to; from < level.size(); from = to) {
                to = from + 1 + random.nextInt(level.size() - from);
                boolean mayLeaveOut = from == 0 && random.nextBoolean();
                next.add(merge(level.subList(from, to), mayLeaveOut ? kept : EVERYTHING, batchBytes(random)));
            }
            level = next;
        } while (level.size() > 1);
        return level.get(0);
    }

    private List<Stored> store(List<List<Entry>> oldestFirst, Random random) throws IOException {
        List<Stored> stored = new ArrayList<>();
        for (List<Entry> entries : oldestFirst) {
            stored.add(write(new ListCursor(entries), EVERYTHING, batchBytes(random)));
        }
        return stored;
    }

    private Stored merge(List<Stored> oldestFirst, Predicate<Entry> kept, long batchBytes) throws IOException {
        return merge(oldestFirst, IdRanges.ALL, kept, batchBytes);
    }

    private Stored merge(List<Stored> oldestFirst, IdRanges ids, Predicate<Entry> kept, long batchBytes) throws IOException {
        List<EntryCursor> newestFirst = new ArrayList<>();
        oldestFirst.forEach(it -> newestFirst.add(0, cursor(it, ids)));
        return write(new Merge(newestFirst), kept, batchBytes);
    }

    private Stored write(EntryCursor entries, Predicate<Entry> kept, long batchBytes) throws IOException {
        Path folder = Files.createDirectory(memory.getPath("/work").resolve("" + folders++));
        List<Batch> batches = new ArrayList<>();
        try (MergeWriter writer = new MergeWriter(entries, kept, batchBytes, Samples.batchFiles(folder))) {
            for (Optional<Batch> batch = writer.next(); batch.isPresent(); batch = writer.next()) {
                batches.add(batch.get());
            }
        }
        return new Stored(new Segment(batches), folder);
    }

    private static List<Entry> read(Stored stored) {
        try (EntryCursor cursor = cursor(stored, IdRanges.ALL)) {
            return all(cursor);
        }
    }

    private static byte[] text(Stored stored) {
        return Samples.plainText(read(stored));
    }

    private static EntryCursor cursor(Stored stored, IdRanges ids) {
        return new SegmentCursor(stored.segment(), it -> RangeReader.of(stored.folder().resolve(it.file())), "merged", ids);
    }

    /** Of some batches by their indexes, of others just by where they begin. */
    private static Cuts cuts(List<Stored> stored, Random random) {
        Cuts cuts = new Cuts();
        for (Stored one : stored) {
            for (Batch batch : one.segment().batches()) {
                if (random.nextBoolean()) {
                    cuts.add(DocumentIds.utf8(batch.firstId()), batch.bytes());
                } else {
                    try (BatchReader reader = new BatchReader(RangeReader.of(one.folder().resolve(batch.file())), batch, "batch")) {
                        cuts.addAll(reader.cuts());
                    }
                }
            }
        }
        return cuts;
    }

    /** The newest entry of each id. */
    private static Collection<Entry> model(List<List<Entry>> oldestFirst) {
        TreeMap<byte[], Entry> model = new TreeMap<>(DocumentIds.ORDER);
        oldestFirst.forEach(segment -> segment.forEach(entry -> model.put(entry.id(), entry)));
        return model.values();
    }

    /** From one document a batch to all in one. */
    private static long batchBytes(Random random) {
        return 1L << random.nextInt(16);
    }
}
