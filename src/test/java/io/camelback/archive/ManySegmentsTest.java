package io.camelback.archive;

import static io.camelback.archive.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Segments that are merged take a frame of memory each, however long they are. */
class ManySegmentsTest {

    private static final int SEGMENTS = 200;
    private static final int DOCUMENTS = 1_500;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void twoHundredMergeWithinLittleMemory() throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx160m",
                "-cp", System.getProperty("java.class.path"), ManySegmentsTest.class.getName(), folder.toString())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            int exit = process.waitFor();
            assertThat(Files.readString(output)).isEqualTo(DOCUMENTS + "");
            assertThat(exit).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Merges the same 1.5 MB, three frames, 200 times over. */
    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        Batch batch;
        try (BatchWriter writer = new BatchWriter(folder.resolve("input"))) {
            for (int i = 0; i < DOCUMENTS; i++) {
                writer.add(entry("%05d".formatted(i), "x".repeat(1_000)));
            }
            batch = writer.finish();
        }
        List<EntryCursor> cursors = new ArrayList<>();
        for (int i = 0; i < SEGMENTS; i++) {
            cursors.add(new SegmentCursor(new Segment(List.of(batch)), it -> RangeReader.of(folder.resolve(it.file())), "archive",
                    null, null));
        }
        long documents = 0;
        try (MergeWriter writer = new MergeWriter(new Merge(cursors), it -> true, 500_000, Samples.batchFiles(folder))) {
            for (Optional<Batch> next = writer.next(); next.isPresent(); next = writer.next()) {
                documents += next.get().documents();
            }
        }
        System.out.print(documents);
    }
}
