package io.camelback.catalog;

import static io.camelback.catalog.Archives.START;
import static io.camelback.catalog.Archives.document;
import static io.camelback.catalog.Archives.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import io.camelback.service.RecordedLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A baseline and two deltas, a document a batch. When {@code b} is read, the merge stands at {@code c} already, and at {@code d} of the second
 * delta: what happens then happens to what comes after.
 */
class PointReaderTest {

    private static final Instant END = START.plusSeconds(4);

    @TempDir
    Path work;

    private final InMemoryDestination nas = new InMemoryDestination("nas");
    private final InMemoryDestination s3 = new InMemoryDestination("s3");
    private StoredArchive baseline;
    private StoredArchive first;
    private StoredArchive second;
    private Staging staging;
    private RecordedLog log;
    private int surveys;

    @BeforeEach
    void store() {
        baseline = Archives.store(work, 1, "0", "10-a", List.of(documents("a", "b", "c", "d", "e")), 1, nas);
        first = Archives.store(work, 2, "10-a", "20-b", List.of(documents("b2", "c2", "d2")), 1, nas);
        second = Archives.store(work, 3, "20-b", "30-c", List.of(documents("a3", "d3", "f3")), 1, nas);
        staging = Staging.in(work.resolve("staging"), "test");
        log = new RecordedLog(PointReader.class);
    }

    @AfterEach
    void clear() {
        log.close();
        staging.close();
    }

    /** Of both deltas, beside them. */
    private StoredArchive rollup(InMemoryDestination... destinations) {
        return rollup(4, END, destinations);
    }

    private StoredArchive rollup(int number, Instant end, InMemoryDestination... destinations) {
        return Archives.store(work, number, "10-a", "30-c", end, List.of(documents("a3", "b2", "c2", "d3", "f3")), 1, destinations);
    }

    @Test
    void aRollupThatTookThePlaceOfItsInputsIsReadFromThereOn() {
        PointReader reader = reader();
        assertThat(bodies(reader, 2, () -> {
            rollup(nas);
            nas.remove(first);
            nas.remove(second);
        })).containsExactly("a3", "b2", "c2", "d3", "e", "f3");
        assertThat(surveys).isOne();
        assertThat(log.lines()).containsExactly("WARN " + key(first, 2) + " is gone: nas has no " + key(first, 2)
                + "; another chain to the same restore point is taken, without archive " + first.name());
    }

    @Test
    void whatWasReadOnceIsNotReadAgain() {
        PointReader reader = reader();
        bodies(reader, 2, () -> {
            rollup(nas);
            nas.remove(first);
            nas.remove(second);
            nas.gets.clear();
        });
        assertThat(nas.gets).hasSizeGreaterThan(5).noneMatch(it -> it.endsWith("/00000.jsonl.zst") || it.endsWith("/00001.jsonl.zst"));
    }

    @Test
    void aDamagedRollupIsEvadedByItsInputs() {
        StoredArchive rollup = rollup(nas);
        nas.damage(key(rollup, 2), 7);
        PointReader reader = reader(new Chain(List.of(baseline, rollup)));
        assertThat(bodies(reader, 2, () -> { })).containsExactly("a3", "b2", "c2", "d3", "e", "f3");
        assertThat(log.lines()).singleElement().asString().startsWith("WARN nas:" + key(rollup, 2) + " is damaged: its SHA-256 is ");
    }

    @Test
    void anotherDestinationsCopyComesBeforeAnotherChain() {
        rollup(nas);
        s3.objects.putAll(nas.objects);
        PointReader reader = reader(survey().chains().to(second).orElseThrow());
        surveys = 0;
        try (RecordedLog copies = new RecordedLog(Copies.class)) {
            assertThat(bodies(reader, 2, () -> nas.damage(key(first, 2), 9))).containsExactly("a3", "b2", "c2", "d3", "e", "f3");
            assertThat(copies.lines()).singleElement().asString().endsWith("; another destination's copy is used");
        }
        assertThat(surveys).isZero();
    }

    @Test
    void aRollupOnADestinationThatIsBackIsTaken() {
        rollup(s3);
        s3.unreachable = true;
        PointReader reader = reader();
        assertThat(bodies(reader, 2, () -> {
            s3.unreachable = false;
            nas.remove(second);
        })).containsExactly("a3", "b2", "c2", "d3", "e", "f3");
    }

    @Test
    void aDestinationThatGoesAwayIsEvadedIfAnotherHasAWholeChain() {
        s3.objects.putAll(nas.objects);
        s3.remove(first);
        s3.remove(second);
        rollup(s3);
        PointReader reader = reader(new Chain(List.of(baseline, first, second)));
        assertThat(bodies(reader, 2, () -> nas.unreachable = true)).containsExactly("a3", "b2", "c2", "d3", "e", "f3");
    }

    @Test
    void theLightestOfTheOthersIsTaken() {
        rollup(nas);
        Archives.store(work, 5, "0", "30-c", END, List.of(documents("a3", "b2", "c2", "d3", "e", "f3")), 100, nas);
        PointReader reader = reader(new Chain(List.of(baseline, first, second)));
        bodies(reader, 2, () -> {
            nas.remove(first);
            nas.gets.clear();
        });
        assertThat(nas.gets).startsWith(key(first, 2)).filteredOn(it -> !it.equals(key(first, 2)))
                .containsExactly("orders/" + Archives.LINEAGE + "/baseline/20260101T000005Z-00000005/00000.jsonl.zst");
    }

    @Test
    void theObjectAndTheGapAreNamedWhenThereIsNoOtherChain() {
        PointReader reader = reader();
        Failure failure = failure(reader, () -> nas.objects.remove(key(first, 2)));
        assertThat(failure).hasMessage(key(first, 2) + " is gone: nas has no " + key(first, 2) + ". No other destination within reach has an "
                + "intact copy, and no other archives lead where " + first.name() + " does, from sequence 10-a (2026-01-01T00:00:02Z) to 20-b "
                + "(2026-01-01T00:00:03Z). An earlier restore point may do: --at 2026-01-01T00:00:02Z");
        assertThat(failure.party()).isEqualTo(Party.ARCHIVE);
        assertThat(failure.reason()).isEqualTo(Reason.DAMAGED);
        assertThat(surveys).isOne();
    }

    @Test
    void withoutABaselineThereIsNoEarlierPoint() {
        assertThat(failure(reader(), () -> nas.damage(key(baseline, 3), 3))).hasMessageStartingWith("nas:" + key(baseline, 3) + " is damaged")
                .hasMessageEndingWith("where " + baseline.name() + " does, from sequence 0 to 10-a (2026-01-01T00:00:02Z)");
    }

    @Test
    void longSequencesAreCutInAMessage() {
        String sequence = "40-" + "g1AAAAC".repeat(40);
        StoredArchive third = Archives.store(work, 5, "30-c", sequence, List.of(documents("c4", "d4")), 1, nas);
        assertThat(failure(reader(new Chain(List.of(baseline, first, second, third))), () -> nas.remove(third)))
                .hasMessageContaining(" to 40-g1AAAACg1AAAACg1AAAAC… (");
    }

    /** It came to the same sequence, and saw what had changed until then. */
    @Test
    void anotherRunToTheSameSequenceIsAnotherRestorePoint() {
        rollup(4, END.plusSeconds(1), nas);
        PointReader reader = reader(new Chain(List.of(baseline, first, second)));
        assertThat(failure(reader, () -> nas.remove(second))).hasMessageContaining(second.name().path());
    }

    @Test
    void aFailureIsTheSameWhenAskedAgain() {
        PointReader reader = reader();
        try (EntryCursor entries = reader.entries(null, null)) {
            entries.next();
            nas.remove(first);
            for (int times = 0; times < 2; times++) {
                assertThatExceptionOfType(Failure.class).isThrownBy(() -> all(entries)).withMessageContaining("no other archives lead where " + first.name());
            }
        }
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> reader.find(utf8("c"))).withMessageContaining(first.name().path());
        assertThat(staging.file("")).isEmptyDirectory();
    }

    /** What is surveyed is gone before it is read, whatever it is; and there always is something new. */
    @Test
    void itEndsWhenEveryChainVanishesOnceItIsTaken() {
        for (int number = 4; number < 10; number++) {
            rollup(number, END, nas);
        }
        PointReader reader = reader();
        nas.beforeReading = key -> {
            if (key.endsWith(".zst") && !key.startsWith(baseline.name().path())) {
                nas.objects.keySet().removeIf(it -> it.startsWith(key.substring(0, key.lastIndexOf('/'))));
            }
        };
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> all(reader.entries(null, null))).withMessageContaining("no other archives lead where");
        assertThat(surveys).isEqualTo(7);
    }

    @Test
    void twoCursorsGoAroundTheSameArchiveOnce() {
        PointReader reader = reader();
        try (EntryCursor one = reader.entries(null, null); EntryCursor other = reader.entries(null, null)) {
            one.next();
            other.next();
            rollup(nas);
            nas.remove(first);
            nas.remove(second);
            assertThat(all(one)).hasSize(5);
            assertThat(all(other)).hasSize(5);
        }
        assertThat(surveys).isOne();
    }

    @Test
    void whatIsNoMatterOfTheArchivesIsNotGoneAround() {
        rollup(nas);
        PointReader reader = reader();
        nas.beforeReading = key -> {
            throw Failure.camelback(Reason.INTERRUPTED, "stopped");
        };
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> reader.entries(null, null).next()).withMessage("stopped");
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> reader.find(utf8("a"))).withMessage("stopped");
        assertThat(surveys).isZero();
    }

    @Test
    void aClosedCursorGivesNothingMore() {
        EntryCursor entries = reader().entries(null, null);
        entries.next();
        entries.close();
        entries.close();
        assertThat(entries.next()).isNull();
        assertThat(staging.file("")).isEmptyDirectory();
    }

    @Test
    void aSingleDocumentIsFoundByAnotherChain() {
        PointReader reader = reader();
        rollup(nas);
        nas.remove(first);
        nas.remove(second);
        assertThat(reader.find(utf8("c")).map(PointReaderTest::body)).contains("c2");
        assertThat(reader.find(utf8("e")).map(PointReaderTest::body)).contains("e");
        assertThat(reader.find(utf8("x"))).isEmpty();
        assertThat(surveys).isOne();
    }

    @Test
    void aSingleDocumentThatIsLostNamesTheObject() {
        PointReader reader = reader();
        nas.remove(first);
        assertThat(reader.find(utf8("d")).map(PointReaderTest::body)).as("a newer archive has it").contains("d3");
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> reader.find(utf8("c"))).withMessageStartingWith(key(first, 1) + " is gone")
                .withMessageContaining("from sequence 10-a");
    }

    /** The id of a text like {@code b2} is {@code b}: the number tells the archive. */
    private static List<Entry> documents(String... bodies) {
        return List.of(bodies).stream().map(it -> document(it.substring(0, 1), it)).toList();
    }

    private static String key(StoredArchive archive, int batch) {
        return archive.name().key(archive.manifest().segments().get(0).batches().get(batch).file());
    }

    private PointReader reader() {
        PointReader reader = reader(survey().at(Optional.empty()));
        surveys = 0;
        return reader;
    }

    private PointReader reader(Chain chain) {
        return new PointReader(chain, survey().reachable(), Map.of("nas", nas, "s3", s3)::get, staging, () -> {
            surveys++;
            return survey();
        });
    }

    private Catalog survey() {
        CatalogReader reader = new CatalogReader();
        return new Catalog(Archives.TASK, List.of(reader.read(Archives.TASK, nas), reader.read(Archives.TASK, s3)));
    }

    /** The bodies of all documents; something happens after so many of them. */
    private List<String> bodies(PointReader reader, int moment, Runnable event) {
        List<String> bodies = new ArrayList<>();
        try (EntryCursor entries = reader.entries(null, null)) {
            for (int i = 0; i < moment; i++) {
                bodies.add(body(entries.next()));
            }
            event.run();
            all(entries).forEach(it -> bodies.add(body(it)));
        }
        assertThat(staging.file("")).isEmptyDirectory();
        return bodies;
    }

    private Failure failure(PointReader reader, Runnable event) {
        Failure failure = catchThrowableOfType(Failure.class, () -> bodies(reader, 2, event));
        assertThat(staging.file("")).isEmptyDirectory();
        return failure;
    }

    private static List<Entry> all(EntryCursor entries) {
        List<Entry> all = new ArrayList<>();
        for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
            all.add(entry);
        }
        return all;
    }

    private static String body(Entry entry) {
        String line = new String(entry.line(), StandardCharsets.UTF_8);
        return line.replaceAll(".*\"body\":\"(\\w+)\".*", "$1");
    }
}
