package io.camelback.catalog;

import static io.camelback.catalog.Archives.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelback.archive.Batch;
import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import io.camelback.archive.IdRanges;
import io.camelback.archive.RangeReader;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FetchedBatchesTest {

    private static final int BATCHES = 12;

    @TempDir
    Path work;

    private final InMemoryDestination nas = new InMemoryDestination("nas");
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private StoredArchive archive;
    private Staging staging;
    private FetchedBatches batches;

    /** Batches of two documents each: a-00 and a-01, and so on. */
    @BeforeEach
    void store() {
        List<Entry> documents = IntStream.range(0, 2 * BATCHES).mapToObj(i -> document("a-%02d".formatted(i), "")).toList();
        archive = Archives.store(work, 0, Chains.BEGINNING, "1-x", List.of(documents), 2, nas);
        staging = Staging.in(work.resolve("staging"), "job");
        batches = new FetchedBatches(new BatchFiles(Map.of("nas", nas)::get, List.of("nas")), staging);
        nas.beforeReading = asked::add;
    }

    @AfterEach
    void close() {
        batches.close();
        staging.close();
    }

    private Batch batch(int number) {
        return archive.manifest().segments().get(0).batches().get(number);
    }

    private ArchiveOpener reader(String from, String to) {
        return batches.reader(List.of(archive), IdRanges.ALL.within(from == null ? null : Archives.utf8(from), to == null ? null : Archives.utf8(to)));
    }

    private List<String> staged() {
        try (Stream<Path> files = Files.list(work.resolve("staging").resolve("job"))) {
            return files.map(it -> it.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theNextFewAreFetchedWhenOneIsOpenedAndNotMore() {
        ArchiveOpener reader = reader(null, null);
        assertThat(asked).isEmpty();

        RangeReader first = reader.open(archive, batch(0));

        await().until(() -> staged().size() == 5);
        assertThat(asked).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 5).mapToObj(it -> archive.name().key(batch(it).file())).toList());
        first.close();
        assertThat(staged()).hasSize(4);
    }

    @Test
    void readToTheEndNothingIsLeftAndNothingWasFetchedTwice() {
        ArchiveOpener reader = reader(null, null);
        List<String> ids = new ArrayList<>();
        try (EntryCursor entries = new ChainReader(new Chain(List.of(archive)), null, reader).entries(null, null)) {
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                ids.add(entry.idText());
            }
        }

        assertThat(ids).hasSize(2 * BATCHES).isSorted();
        assertThat(asked).hasSize(BATCHES).doesNotHaveDuplicates();
        assertThat(staged()).isEmpty();
    }

    @Test
    void aBatchWithIdsInTwoRangesIsFetchedOnceAndStaysUntilBothAreDone() {
        ArchiveOpener before = reader(null, "a-05");
        ArchiveOpener after = reader("a-05", null);

        RangeReader here = before.open(archive, batch(2));
        RangeReader there = after.open(archive, batch(2));
        here.close();
        here.close();

        assertThat(there.read(0, 4)).hasSize(4);
        assertThat(asked.stream().filter(it -> it.equals(archive.name().key(batch(2).file())))).hasSize(1);
    }

    @Test
    void batchesWithoutIdsOfTheRangeAreLeftAlone() {
        reader("a-04", "a-06").open(archive, batch(2)).close();

        batches.close();
        assertThat(asked).containsExactly(archive.name().key(batch(2).file()));
    }

    @Test
    void damageIsToldToWhomeverOpensTheBatchAndToNobodyElse() {
        nas.damage(archive.name().key(batch(2).file()), 30);
        ArchiveOpener reader = reader(null, null);

        reader.open(archive, batch(0)).close();
        reader.open(archive, batch(1)).close();

        assertThatThrownBy(() -> reader.open(archive, batch(2))).isInstanceOf(Failure.class)
                .hasMessageContaining("nas:" + archive.name().key(batch(2).file()) + " is damaged");
        assertThat(reader.open(archive, batch(3)).size()).isPositive();
    }

    @Test
    void whatCouldNotBeFetchedAheadIsTriedAgainWhenItIsOpened() {
        nas.beforeReading = key -> {
            asked.add(key);
            if (key.equals(archive.name().key(batch(1).file())) && asked.stream().filter(key::equals).count() == 1) {
                throw Failure.destination(Reason.UNREACHABLE, "nas is away");
            }
        };
        ArchiveOpener reader = reader(null, null);
        reader.open(archive, batch(0)).close();
        await().until(() -> staged().size() == 3);

        await("the first attempt, which may be still under way, fails").ignoreExceptionsInstanceOf(Failure.class)
                .until(() -> reader.open(archive, batch(1)).size() > 0);
    }

    @Test
    void whatWasFetchedAndNotReadIsRemovedInTheEnd() {
        reader(null, null).open(archive, batch(0));
        await().until(() -> staged().size() == 5);

        batches.close();

        assertThat(staged()).isEmpty();
        await().until(() -> Thread.getAllStackTraces().keySet().stream().map(Thread::getName).noneMatch("fetch-batches"::equals));
    }
}
