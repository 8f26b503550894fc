package io.camelback.couchdb;

import io.camelback.archive.Batch;
import io.camelback.archive.BatchWriter;
import io.camelback.archive.Entry;
import io.camelback.archive.MadeUpEntries;
import io.camelback.archive.Megabytes;
import io.camelback.couchdb.CouchRequest.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

/** From the answer of a {@code _bulk_get} in memory to entries, and on into a batch file: each step with those before it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FetchBenchmark {

    /** What a page is cut to. */
    private static final long BYTES = 4 << 20;

    private final CouchDb server = new Memory();
    private List<byte[]> ids;
    private byte[] answer;
    private Path file;

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        List<Entry> entries = MadeUpEntries.make(1, 1, BYTES);
        ids = entries.stream().map(Entry::id).toList();
        answer = answer(entries);
        file = Files.createTempFile("jmh", ".zst");
    }

    @TearDown(Level.Trial)
    public void clear() throws IOException {
        Files.deleteIfExists(file);
    }

    private static byte[] answer(List<Entry> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String separator = "{\"results\":[";
        for (Entry entry : entries) {
            out.write((separator + "{\"id\":\"" + entry.idText() + "\",\"docs\":[").getBytes(StandardCharsets.UTF_8));
            String next = "";
            for (byte[] leaf : entry.leaves()) {
                out.write((next + "{\"ok\":").getBytes(StandardCharsets.UTF_8));
                out.write(leaf);
                out.write('}');
                next = ",";
            }
            out.write("]}".getBytes(StandardCharsets.UTF_8));
            separator = ",";
        }
        out.write("]}\n".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    @Benchmark
    public void cut(Megabytes megabytes, Blackhole hole) throws IOException {
        megabytes.add(answer.length);
        JsonArrayCutter cutter = cutter();
        while (cutter.next()) {
            hole.consume(cutter.length());
        }
        cutter.finish();
    }

    @Benchmark
    public void cutAndParse(Megabytes megabytes, Blackhole hole) throws IOException {
        megabytes.add(answer.length);
        JsonArrayCutter cutter = cutter();
        while (cutter.next()) {
            hole.consume(FetchedDocument.parse(cutter.buffer(), cutter.from(), cutter.length()));
        }
        cutter.finish();
    }

    /** All that becomes of an answer until there are entries in order. */
    @Benchmark
    public void fetch(Megabytes megabytes, Blackhole hole) {
        megabytes.add(answer.length);
        pages().fetch(ids, hole::consume);
    }

    /** And into a batch file. */
    @Benchmark
    public Batch fetchAndWrite(Megabytes megabytes) {
        megabytes.add(answer.length);
        try (BatchWriter writer = new BatchWriter(file)) {
            pages().fetch(ids, writer::add);
            return writer.finish();
        }
    }

    private JsonArrayCutter cutter() throws IOException {
        JsonArrayCutter cutter = new JsonArrayCutter(new ByteArrayInputStream(answer), Integer.MAX_VALUE / 2, () -> { });
        cutter.enter("results");
        return cutter;
    }

    private BulkGet pages() {
        return new BulkGet(server, new PageSizer(1), AttachmentLimit.ofEach(1 << 20));
    }

    /** Has one answer for everything. */
    private final class Memory implements CouchDb {

        @Override
        public DatabaseUrl url() {
            return new DatabaseUrl("http://memory", "bench");
        }

        @Override
        public <T> T send(CouchRequest<T> request) {
            try {
                return request.reader().read(new Answer(200, new ByteArrayInputStream(answer)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int writesTogether() {
            return Integer.MAX_VALUE;
        }
    }
}
