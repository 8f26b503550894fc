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
        List<EntryCursor> newestFirst = new ArrayList<>();
        oldestFirst.forEach(it -> newestFirst.add(0, cursor(it)));
        return write(new Merge(newestFirst), kept, batchBytes);
    }

    private Stored write(EntryCursor entries, Predicate<Entry> kept, long batchBytes) throws IOException {
        Path folder = Files.createDirectory(memory.getPath("/work").resolve("" + folders++));
        List<Batch> batches = new ArrayList<>();
        try (MergeWriter writer = new MergeWriter(entries, kept, batchBytes, folder::resolve)) {
            for (Optional<Batch> batch = writer.next(); batch.isPresent(); batch = writer.next()) {
                batches.add(batch.get());
            }
        }
        return new Stored(new Segment(batches), folder);
    }

    private static List<Entry> read(Stored stored) {
        try (EntryCursor cursor = cursor(stored)) {
            return all(cursor);
        }
    }

    private static byte[] text(Stored stored) {
        return Samples.plainText(read(stored));
    }

    private static EntryCursor cursor(Stored stored) {
        return new SegmentCursor(stored.segment(), it -> RangeReader.of(stored.folder().resolve(it.file())), "merged", null, null);
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
