package io.camelback.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.camelback.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Entries and batch files for tests; files are in memory unless a test brings its own path. */
final class Samples {

    private static final Path FOLDER = Jimfs.newFileSystem(Configuration.unix()).getPath("/work");
    private static final AtomicInteger FILES = new AtomicInteger();

    private Samples() {
    }

    /** Files of a folder for one batch after the other, named as in an archive. */
    static Supplier<Path> batchFiles(Path folder) {
        AtomicInteger next = new AtomicInteger();
        return () -> folder.resolve(Batch.fileName(next.getAndIncrement()));
    }

    /** A batch file as bytes, and what the manifest would say of it. */
    record Written(byte[] file, Batch batch) {

        BatchReader reader() {
            return reader(file);
        }

        /** A reader that takes these bytes for the file. */
        BatchReader reader(byte[] bytes) {
            return new BatchReader(new InMemory(bytes), batch, "batch");
        }

        List<Entry> readAll() {
            try (BatchReader reader = reader(); EntryCursor cursor = reader.cursor(null, null)) {
                return all(cursor);
            }
        }
    }

    /** Bytes in memory that count how often they were read. */
    static final class InMemory implements RangeReader {

        private final byte[] bytes;
        final List<Integer> reads = new ArrayList<>();
        boolean closed;

        InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public byte[] read(long offset, int length) {
            reads.add(length);
            if (offset + length > bytes.length) {
                throw Failure.damaged("it ends too early");
            }
            return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** A document with one leaf, whose body says which version of it this is. */
    static Entry entry(String id, String body) {
        return document(id, "{\"_id\":" + quoted(id) + ",\"_rev\":\"1-a\",\"body\":" + quoted(body) + "}");
    }

    static Entry deleted(String id) {
        return Entry.of(utf8(id), List.of(utf8("{\"_id\":" + quoted(id) + ",\"_rev\":\"2-b\",\"_deleted\":true}")), true);
    }

    static Entry absent(String id) {
        return Entry.absent(utf8(id));
    }

    /** A document that is not deleted, of these leaves. */
    static Entry document(String id, String... leaves) {
        return Entry.of(utf8(id), Arrays.stream(leaves).map(Samples::utf8).toList(), false);
    }

    static String quoted(String text) {
        return text(EntryParser.quote(text));
    }

    static List<Entry> sorted(List<Entry> entries) {
        return entries.stream().sorted((a, b) -> DocumentIds.ORDER.compare(a.id(), b.id())).toList();
    }

    static Written write(List<Entry> entries) {
        return write(entries, Frames.PLAIN);
    }

    static Written write(List<Entry> entries, int frameSize) {
        try {
            Files.createDirectories(FOLDER);
            Path file = FOLDER.resolve(FILES.incrementAndGet() + ".jsonl.zst");
            try (BatchWriter writer = new BatchWriter(file, BatchWriter.LEVEL, frameSize)) {
                sorted(entries).forEach(writer::add);
                Batch batch = writer.finish();
                byte[] bytes = Files.readAllBytes(file);
                Files.delete(file);
                return new Written(bytes, batch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text that a batch of these entries decompresses to. */
    static byte[] plainText(List<Entry> entries) {
        StringBuilder text = new StringBuilder();
        sorted(entries).forEach(entry -> text.append(text(entry.line())).append('\n'));
        return utf8(text.toString());
    }

    static List<Entry> all(EntryCursor cursor) {
        List<Entry> entries = new ArrayList<>();
        for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
            entries.add(entry);
        }
        assertThat(cursor.next()).as("a cursor stays at its end").isNull();
        return entries;
    }
}
