package io.camelback.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/** Writing and reading a batch file, and what each is made of. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BatchBenchmark {

    private static final long BYTES = 16 << 20;

    private Path folder;
    private List<Entry> entries;
    private long bytes;
    private byte[] text;
    private byte[] compressed;
    private Path file;
    private Batch batch;

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        folder = Files.createTempDirectory("jmh");
        entries = MadeUpEntries.make(1, 1, BYTES);
        bytes = MadeUpEntries.bytes(entries);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            lines.write(entry.line());
            lines.write('\n');
        }
        text = lines.toByteArray();
        compressed = new byte[(int) Zstd.compressBound(Frames.PLAIN)];
        file = folder.resolve("read.zst");
        batch = MadeUpEntries.write(file, entries);
    }

    @TearDown(Level.Trial)
    public void clear() throws IOException {
        Files.deleteIfExists(folder.resolve("written.zst"));
        Files.delete(file);
        Files.delete(folder);
    }

    /** The file is on the disk for good at the end. */
    @Benchmark
    public Batch write(Megabytes megabytes) {
        megabytes.add(bytes);
        return MadeUpEntries.write(folder.resolve("written.zst"), entries);
    }

    /** Of writing, what zstd alone takes for frames of the same size. */
    @Benchmark
    public long compress(Megabytes megabytes) {
        megabytes.add(bytes);
        long written = 0;
        try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
            zstd.setLevel(BatchWriter.LEVEL).setChecksum(true).setContentSize(true);
            for (int from = 0; from < text.length; from += Frames.PLAIN) {
                written += zstd.compressByteArray(compressed, 0, compressed.length, text, from, Math.min(Frames.PLAIN, text.length - from));
            }
        }
        return written;
    }

    @Benchmark
    public void read(Megabytes megabytes, Blackhole hole) {
        megabytes.add(bytes);
        try (BatchReader reader = new BatchReader(RangeReader.of(file), batch, "it"); EntryCursor cursor = reader.cursor(null, null)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                hole.consume(entry);
            }
        }
    }

    /** Of reading, what it takes to make entries of lines: each is checked to be JSON. */
    @Benchmark
    public void parse(Megabytes megabytes, Blackhole hole) {
        megabytes.add(bytes);
        for (Entry entry : entries) {
            hole.consume(Entry.parse(entry.line()));
        }
    }

    /** The same where a line isn't as servers send them, and takes the long way. */
    @Benchmark
    public void parseByTokens(Megabytes megabytes, Blackhole hole) {
        megabytes.add(bytes);
        for (Entry entry : entries) {
            hole.consume(EntryParser.parseByTokens(entry.line(), "it"));
        }
    }
}
