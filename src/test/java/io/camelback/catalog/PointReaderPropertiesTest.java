package io.camelback.catalog;

import static io.camelback.catalog.Archives.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.camelback.archive.Batch;
import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import io.camelback.failure.Failure;
import io.camelback.job.Staging;
import io.camelback.service.RecordedLog;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * Archives beside rollups of them, on two destinations, of which copies are lost or damaged at any moment of the reading: what is read is
 * the database of the restore point, or a failure names what is lost; and it fails only if no chain was spared.
 */
class PointReaderPropertiesTest {

    private static final RecordedLog LOG = new RecordedLog(PointReader.class);
    private static final RecordedLog COPIES_LOG = new RecordedLog(Copies.class);

    private final Map<String, InMemoryDestination> destinations = new TreeMap<>();
    private final List<StoredArchive> archives = new ArrayList<>();
    private final TreeMap<String, Entry> model = new TreeMap<>();
    /** Names of the copies that something happened to, destination and path. */
    private final Set<String> hit = new HashSet<>();
    private FileSystem disk;
    private Path work;
    private String point;
    private int surveys;

    /** A rollup of so many archives from the first on, as far as there are so many. */
    record Rollup(int first, int count, String on) {
    }

    /** What happens after so many documents are read, to the copies of an archive: one of the best chain of those spared until then. */
    record Mishap(int moment, int archive, String on, String what, int where) {
    }

    @BeforeTry
    void begin() throws IOException {
        destinations.clear();
        List.of("nas", "s3").forEach(it -> destinations.put(it, new InMemoryDestination(it)));
        archives.clear();
        model.clear();
        hit.clear();
        surveys = 0;
        disk = Jimfs.newFileSystem(Configuration.unix());
        work = Files.createDirectories(disk.getPath("/work"));
    }

    @AfterTry
    void end() throws IOException {
        disk.close();
    }

    @AfterContainer
    static void closeLogs() {
        LOG.close();
        COPIES_LOG.close();
    }

    @Property(tries = 300, seed = "1")
    void allIsReadOrWhatIsLostIsNamed(@ForAll(supplier = AnyContents.class) List<List<List<Entry>>> contents, @ForAll("rollups") List<Rollup> rollups,
            @ForAll("mishaps") List<Mishap> mishaps, @ForAll @IntRange(min = 1, max = 2) int batchSize,
            @ForAll @IntRange(max = 3) int from, @ForAll @IntRange(min = 5, max = 9) int to) throws IOException {
        store(contents, rollups, batchSize);
        byte[] least = from > 0 ? utf8(AnyContents.IDS.get(from)) : null;
        byte[] end = to < AnyContents.IDS.size() ? utf8(AnyContents.IDS.get(to)) : null;
        List<Entry> read = new ArrayList<>();
        try (Staging staging = Staging.in(work.resolve("staging"), "read")) {
            PointReader reader = reader(staging);
            try (EntryCursor entries = reader.entries(least, end)) {
                happen(mishaps, 0);
                for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                    read.add(entry);
                    happen(mishaps, read.size());
                }
                assertThat(entries.next()).isNull();
                assertThat(living(read)).isEqualTo(living(List.copyOf(model.values())).stream().filter(it -> isBetween(least, it, end)).toList());
            } catch (Failure e) {
                assertNamesWhatIsLost(e);
            }
            assertThat(staging.file("")).as("whatever was fetched is removed").isEmptyDirectory();
        }
        assertThat(surveys).as("once for each archive that was missed").isLessThanOrEqualTo(archives.size() + 1);
    }

    @Property(tries = 150, seed = "2")
    void aDocumentIsFoundAsItWasOrWhatIsLostIsNamed(@ForAll(supplier = AnyContents.class) List<List<List<Entry>>> contents,
            @ForAll("rollups") List<Rollup> rollups, @ForAll("mishaps") List<Mishap> mishaps, @ForAll @IntRange(min = 1, max = 3) int batchSize)
            throws IOException {
        store(contents, rollups, batchSize);
        try (Staging staging = Staging.in(work.resolve("staging"), "read")) {
            PointReader reader = reader(staging);
            for (int i = 0; i < AnyContents.IDS.size(); i++) {
                happen(mishaps, i);
                String id = AnyContents.IDS.get(i);
                try {
                    assertThat(reader.find(utf8(id))).isEqualTo(Optional.ofNullable(model.get(id)).filter(it -> !it.absent()));
                } catch (Failure e) {
                    assertNamesWhatIsLost(e);
                }
            }
        }
    }

    @Provide
    Arbitrary<List<Rollup>> rollups() {
        return Combinators.combine(Arbitraries.integers().between(0, 3), Arbitraries.integers().between(1, 4), places()).as(Rollup::new)
                .list().ofMinSize(2).ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<Mishap>> mishaps() {
        Arbitrary<String> what = Arbitraries.of("removed", "batch gone", "damaged");
        return Combinators.combine(Arbitraries.integers().between(0, 5), Arbitraries.integers().between(0, 8), places(), what,
                Arbitraries.integers().between(0, 10_000)).as(Mishap::new).list().ofMinSize(1).ofMaxSize(6);
    }

    private static Arbitrary<String> places() {
        return Arbitraries.frequency(Tuple.of(1, "nas"), Tuple.of(1, "s3"), Tuple.of(6, "nas s3"));
    }

    private void store(List<List<List<Entry>>> contents, List<Rollup> rollups, int batchSize) {
        for (List<List<Entry>> segments : contents) {
            int number = archives.size();
            segments.forEach(segment -> segment.forEach(it -> model.put(it.idText(), it)));
            archives.add(Archives.store(work, number, sequence(number), sequence(number + 1), segments, batchSize, on(number % 2 == 0 ? "nas s3" : "s3")));
        }
        point = sequence(contents.size());
        for (Rollup rollup : rollups) {
            int first = Math.min(rollup.first(), contents.size() - 1);
            int last = Math.min(first + rollup.count(), contents.size()) - 1;
            TreeMap<String, Entry> newest = new TreeMap<>();
            contents.subList(first, last + 1).forEach(segments -> segments.forEach(segment -> segment.forEach(it -> newest.put(it.idText(), it))));
            if (first == 0) {
                newest.values().removeIf(Entry::absent);
            }
            List<List<Entry>> merged = newest.isEmpty() ? List.of() : List.of(List.copyOf(newest.values()));
            archives.add(Archives.store(work, archives.size(), sequence(first), sequence(last + 1), archives.get(last).manifest().end(), merged,
                    batchSize, on(rollup.on())));
        }
    }

    private static String sequence(int number) {
        return number == 0 ? Chains.BEGINNING : number + "-s";
    }

    private InMemoryDestination[] on(String names) {
        return Stream.of(names.split(" ")).map(destinations::get).toArray(InMemoryDestination[]::new);
    }

    private PointReader reader(Staging staging) {
        Catalog catalog = survey();
        return new PointReader(catalog.at(Optional.empty()), catalog.reachable(), destinations::get, staging, this::survey);
    }

    private Catalog survey() {
        surveys++;
        CatalogReader reader = new CatalogReader();
        return new Catalog(Archives.TASK, destinations.values().stream().map(it -> reader.read(Archives.TASK, it)).toList());
    }

    private void happen(List<Mishap> mishaps, int moment) {
        mishaps.stream().filter(it -> it.moment() == moment).forEach(this::happen);
    }

    private void happen(Mishap mishap) {
        List<StoredArchive> likely = chainOfTheSpared().map(Chain::archives).orElse(archives);
        StoredArchive archive = likely.get(mishap.archive() % likely.size());
        List<String> batches = archive.manifest().segments().stream().flatMap(it -> it.batches().stream()).map(Batch::file).toList();
        for (InMemoryDestination destination : on(mishap.on())) {
            hit.add(destination.name() + ":" + archive.name());
            if (mishap.what().equals("removed")) {
                destination.remove(archive);
            } else if (!batches.isEmpty()) {
                String key = archive.name().key(batches.get(mishap.where() % batches.size()));
                if (mishap.what().equals("batch gone")) {
                    destination.objects.remove(key);
                } else if (destination.objects.containsKey(key)) {
                    destination.damage(key, mishap.where());
                }
            }
        }
    }

    /** And there was nothing for it: what was spared is no chain to the point. */
    private void assertNamesWhatIsLost(Failure failure) {
        assertThat(chainOfTheSpared()).isEmpty();
        assertThat(archives.stream().filter(it -> !isSpared(it)).map(it -> it.name().path())).anyMatch(failure.what()::contains);
        assertThat(failure.getMessage()).contains("no other archives lead where");
        assertThat(failure.party()).isEqualTo(Failure.Party.ARCHIVE);
    }

    private Optional<Chain> chainOfTheSpared() {
        List<StoredArchive> spared = archives.stream().filter(this::isSpared).toList();
        Chains chains = new Chains(spared);
        return spared.stream().filter(it -> it.manifest().until().equals(point)).map(chains::to).flatMap(Optional::stream)
                .min(Comparator.comparingLong(Chain::bytes));
    }

    private boolean isSpared(StoredArchive archive) {
        return archive.destinations().stream().anyMatch(it -> !hit.contains(it + ":" + archive.name()));
    }

    private static List<Entry> living(List<Entry> entries) {
        Map<String, Entry> once = new HashMap<>();
        entries.forEach(it -> assertThat(once.put(it.idText(), it)).as("each document is read once").isNull());
        return entries.stream().filter(it -> !it.absent()).toList();
    }

    private static boolean isBetween(byte[] least, Entry entry, byte[] end) {
        return (least == null || Arrays.compareUnsigned(least, entry.id()) <= 0)
                && (end == null || Arrays.compareUnsigned(entry.id(), end) < 0);
    }
}
