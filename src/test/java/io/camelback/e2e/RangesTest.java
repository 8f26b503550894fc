package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By how many requests at a time a delta is read: each range of ids has its own, and leaves a batch. */
class RangesTest {

    private static final int BYTES = 1000;

    @TempDir
    private Path directory;
    private StubSource source;

    @BeforeEach
    void start() {
        source = new StubSource(directory).put(1);
        source.camelback.line("camelback.tasks.shop.chunkSize", 10_000).line("camelback.tasks.shop.parallel", 4);
        source.backup(0);
    }

    @AfterEach
    void stop() {
        source.close();
    }

    @Test
    void eachMegabyteIsWorthAnotherRequestAtATime() throws IOException {
        change(2_500);

        assertThat(batchesOfDelta()).isEqualTo(3);
    }

    @Test
    void lessIsReadByOne() throws IOException {
        change(900);

        assertThat(batchesOfDelta()).isEqualTo(1);
    }

    @Test
    void noMoreThanTheTaskAllows() throws IOException {
        source.camelback.line("camelback.tasks.shop.parallel", 2);
        change(2_500);

        assertThat(batchesOfDelta()).isEqualTo(2);
    }

    private void change(int documents) {
        String text = "x".repeat(BYTES);
        for (int i = 0; i < documents; i++) {
            String id = "new-%05d".formatted(i);
            source.shop().put(id, "{\"_id\":\"" + id + "\",\"_rev\":\"1-a\",\"text\":\"" + text + "\",\"_revisions\":{\"start\":1,\"ids\":[\"a\"]}}");
        }
    }

    private long batchesOfDelta() throws IOException {
        source.backsUpAll();
        Path delta = source.manifests().stream().filter(it -> it.toString().contains("/delta/")).findFirst().orElseThrow().getParent();
        try (Stream<Path> files = Files.list(delta)) {
            return files.filter(it -> it.toString().endsWith(".jsonl.zst")).count();
        }
    }
}
