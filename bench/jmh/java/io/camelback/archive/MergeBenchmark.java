package io.camelback.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Merging four batches: half of each but the newest is superseded by newer ones. MB/s are of what goes in. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MergeBenchmark {

    private static final int INPUTS = 4;
    private static final long BYTES = 8 << 20;
    private static final long BATCH_BYTES = 64 << 20;

    /** Newest first. */
    private final List<List<Entry>> inputs = new ArrayList<>();
    private final List<Batch> batches = new ArrayList<>();
    private Path folder;
    private long bytes;

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        folder = Files.createTempDirectory("jmh");
        for (int i = 0; i < INPUTS; i++) {
            List<Entry> entries = MadeUpEntries.make(1 << i, i, BYTES);
            inputs.add(entries);
            batches.add(MadeUpEntries.write(file(i), entries));
            bytes += MadeUpEntries.bytes(entries);
        }
    }

    @TearDown(Level.Trial)
    public void clear() throws IOException {
        for (int i = 0; i < INPUTS; i++) {
            Files.delete(file(i));
        }
        Files.delete(folder);
    }

    private Path file(int input) {
        return folder.resolve("input-" + input + ".zst");
    }

    private Merge merge() {
        List<EntryCursor> cursors = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            cursors.add(new BatchReader(RangeReader.of(file(i)), batches.get(i), "it").cursor(null, null));
        }
        return new Merge(cursors);
    }

    /** Entries that are in memory: what choosing the newest one takes by itself. */
    @Benchmark
    public void choose(Megabytes megabytes, Blackhole hole) {
        megabytes.add(bytes);
        drain(new Merge(inputs.stream().map(MergeBenchmark::cursor).toList()), hole);
    }

    /** Files, read in one thread. */
    @Benchmark
    public void readMerged(Megabytes megabytes, Blackhole hole) {
        megabytes.add(bytes);
        drain(merge(), hole);
    }

    /** Files into a file, as a rollup does it: one thread reads, another compresses and writes. */
    @Benchmark
    public long writeMerged(Megabytes megabytes) throws IOException {
        megabytes.add(bytes);
        long documents = 0;
        AtomicInteger files = new AtomicInteger();
        try (MergeWriter writer = new MergeWriter(merge(), entry -> true, BATCH_BYTES, () -> folder.resolve(Batch.fileName(files.getAndIncrement())))) {
            for (Optional<Batch> batch = writer.next(); batch.isPresent(); batch = writer.next()) {
                documents += batch.get().documents();
                Files.delete(folder.resolve(batch.get().file()));
            }
        }
        return documents;
    }

    private static void drain(Merge merge, Blackhole hole) {
        try (merge) {
            for (Entry entry = merge.next(); entry != null; entry = merge.next()) {
                hole.consume(entry);
            }
        }
    }

    private static EntryCursor cursor(List<Entry> entries) {
        return new EntryCursor() {

            private int next;

            @Override
            public Entry next() {
                return next == entries.size() ? null : entries.get(next++);
            }

            @Override
            public void close() {
                next = entries.size();
            }
        };
    }
}
