package io.camelback.archive;

import static io.camelback.archive.Samples.absent;
import static io.camelback.archive.Samples.all;
import static io.camelback.archive.Samples.batchFiles;
import static io.camelback.archive.Samples.deleted;
import static io.camelback.archive.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.camelback.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MergeWriterTest {

    private static final List<Entry> ENTRIES = IntStream.range(0, 1_000)
            .mapToObj(i -> i % 10 == 3 ? absent(id(i)) : i % 10 == 7 ? deleted(id(i)) : entry(id(i), "x".repeat(i % 50))).toList();

    @TempDir
    Path folder;

    private final ListCursor cursor = new ListCursor(ENTRIES);

    @AfterEach
    void noThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("read-ahead", "write-batches");
    }

    @Test
    void batchesFollowEachOtherAndHoldEverything() throws IOException {
        List<Batch> batches = new ArrayList<>();
        try (MergeWriter writer = writer(10_000)) {
            for (Optional<Batch> batch = writer.next(); batch.isPresent(); batch = writer.next()) {
                batches.add(batch.get());
            }
            assertThat(writer.next()).isEmpty();
            assertThat(writer.read()).isEqualTo(1_000);
        }

        assertThat(cursor.closed).isTrue();
        assertThat(read(batches)).isEqualTo(ENTRIES);
        assertThat(batches).hasSizeGreaterThan(5);
        assertThat(batches).extracting(Batch::file).containsExactlyElementsOf(
                IntStream.range(0, batches.size()).mapToObj(Batch::fileName).toList());
        assertThat(batches.subList(0, batches.size() - 1)).allSatisfy(it -> assertThat(it.bytes()).isBetween(10_000L, 10_200L));
        assertThat(files()).containsExactlyElementsOf(batches.stream().map(Batch::file).toList());
    }

    @Test
    void nextBatchIsWrittenWhileOneIsStoredAndNotMore() {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        Supplier<Path> files = () -> {
            assertThat(begun.get()).isLessThanOrEqualTo(asked.get());
            return folder.resolve(Batch.fileName(begun.getAndIncrement()));
        };
        try (MergeWriter writer = new MergeWriter(cursor, it -> true, 10_000, files)) {
            for (int stored = 1; stored <= 5; stored++) {
                asked.incrementAndGet();
                assertThat(writer.next()).isPresent();
                await().untilAtomic(begun, equalTo(stored + 1));
            }
        }
    }

    @Test
    void whatIsNotKeptIsLeftOutAndCountedAsRead() {
        try (MergeWriter writer = new MergeWriter(cursor, it -> !it.absent() && !it.deleted(), 1 << 20, batchFiles(folder))) {
            Batch only = writer.next().orElseThrow();

            assertThat(read(List.of(only))).isEqualTo(ENTRIES.stream().filter(it -> !it.absent() && !it.deleted()).toList());
            assertThat(only.absent() + only.deleted()).isZero();
            assertThat(writer.next()).isEmpty();
            assertThat(writer.read()).isEqualTo(1_000);
        }
    }

    @Test
    void whereNothingIsKeptThereIsNoBatch() throws IOException {
        try (MergeWriter writer = new MergeWriter(cursor, it -> false, 1, batchFiles(folder))) {
            assertThat(writer.next()).isEmpty();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void filesThatWereNotHandedOutAreDeleted() throws IOException {
        try (MergeWriter writer = writer(10_000)) {
            writer.next();
            writer.next();
        }

        assertThat(files()).containsExactly("00000.jsonl.zst", "00001.jsonl.zst");
        assertThat(cursor.closed).isTrue();
    }

    @Test
    void neverAskedWriterLeavesNothing() throws IOException {
        writer(10).close();

        assertThat(files()).isEmpty();
        assertThat(cursor.closed).isTrue();
    }

    @Test
    void damageThatIsReadIsToldAndLeavesNoFile() throws IOException {
        Failure damage = Failure.damaged("it is damaged");
        EntryCursor damaged = new EntryCursor() {
            @Override
            public Entry next() {
                Entry entry = cursor.next();
                if (entry == null) {
                    throw damage;
                }
                return entry;
            }

            @Override
            public void close() {
                cursor.close();
            }
        };

        try (MergeWriter writer = new MergeWriter(damaged, it -> true, 1 << 20, batchFiles(folder))) {
            assertThatThrownBy(writer::next).isSameAs(damage);
            assertThatThrownBy(writer::next).isSameAs(damage);
        }
        assertThat(files()).isEmpty();
        assertThat(cursor.closed).isTrue();
    }

    @Test
    void fileThatCannotBeWrittenIsNamed() {
        Path none = folder.resolve("none");
        try (MergeWriter writer = new MergeWriter(cursor, it -> true, 10, batchFiles(none))) {
            assertThatThrownBy(writer::next).isInstanceOf(Failure.class)
                    .hasMessage("Could not write " + none.resolve("00000.jsonl.zst") + ": there is no such file");
        }
        assertThat(cursor.closed).isTrue();
    }

    private MergeWriter writer(long batchBytes) {
        return new MergeWriter(cursor, it -> true, batchBytes, batchFiles(folder));
    }

    private List<Entry> read(List<Batch> batches) {
        try (EntryCursor segment = new SegmentCursor(new Segment(batches), it -> RangeReader.of(folder.resolve(it.file())), "merged",
                null, null)) {
            return all(segment);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(it -> it.getFileName().toString()).sorted().toList();
        }
    }

    private static String id(int number) {
        return "%05d".formatted(number);
    }
}
