package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.stub.Answer;
import io.camelback.stub.CloudantLimits;
import io.camelback.stub.RawJson;
import io.camelback.stub.StubCouch;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that refuses what is too much for a second.
 *
 * <p>That nothing is refused under a limit is no matter of luck: in a second the limit passes and one request more, and what else the
 * server sees in it was on its way before, which is no more than there are requests at a time. So much the server allows.
 */
class SharedClusterTest {

    private static final int DOCUMENTS = 40;
    private static final int PARALLEL = 2;
    private static final int REQUESTS = 15;
    private static final int WRITES = 40;
    /** In one request: a tenth of those that may be written in a second. */
    private static final int WRITES_TOGETHER = 4;
    private static final int MOST_QUERIES = REQUESTS + 1 + PARALLEL;
    private static final int MOST_WRITES = WRITES + WRITES_TOGETHER * (1 + PARALLEL);

    @TempDir
    private Path directory;
    private StubSource source;

    @BeforeEach
    void start() {
        source = new StubSource(directory).put(DOCUMENTS);
        source.camelback.line("camelback.tasks.shop.parallel", PARALLEL);
    }

    @AfterEach
    void stop() {
        source.close();
    }

    @Test
    void backupAndRestoreWithinTheLimitsAreNeverRefused() {
        CloudantLimits cluster = new CloudantLimits(MOST_QUERIES, MOST_WRITES);
        source.server.always("", cluster);
        source.camelback.line("camelback.tasks.shop.limit.requests", REQUESTS).line("camelback.tasks.shop.limit.writes", WRITES)
                .line("camelback.tasks.shop.limit.bytes", "64k");

        source.backsUpAll();

        assertThat(cluster.refused()).isZero();
        assertThat(cluster.mostQueries()).isLessThanOrEqualTo(MOST_QUERIES);
        assertThat(cluster.mostWrites()).isLessThanOrEqualTo(MOST_WRITES);
        assertThat(source.server.requests()).as("more than a second's worth").hasSizeGreaterThan(MOST_QUERIES);
    }

    /** The cluster's seconds pass by requests here: those that come without a limit are too many, however slow this machine is. */
    @Test
    void withoutALimitWhatIsRefusedIsRepeatedUntilAllIsThere() {
        AtomicLong clock = new AtomicLong();
        CloudantLimits cluster = new CloudantLimits(5, 5, () -> clock.addAndGet(1_000_000));
        source.server.always("", (request, normal) -> {
            Answer answer = cluster.answer(request, normal);
            if (answer.status() == 429) {
                clock.addAndGet(300_000_000);
            }
            return answer;
        });
        source.camelback.line("camelback.retries", 8);

        source.backsUpAll();

        assertThat(cluster.refused()).isPositive();
    }

    @Test
    void restoreIntoAnotherClusterKeepsToTheLimitsOfTheCommand() {
        source.backup(0);
        try (StubCouch other = new StubCouch()) {
            CloudantLimits cluster = new CloudantLimits(MOST_QUERIES, MOST_WRITES);
            other.always("", cluster);

            source.camelback.run("restore", "shop", "--to", other.url("new"), "--limit-requests", "" + REQUESTS, "--limit-writes", "" + WRITES).expect(0);

            assertThat(cluster.refused()).isZero();
            assertThat(cluster.mostQueries()).isLessThanOrEqualTo(MOST_QUERIES);
            assertThat(cluster.mostWrites()).isLessThanOrEqualTo(MOST_WRITES);
            assertThat(other.requests("_bulk_docs")).hasSize(DOCUMENTS / WRITES_TOGETHER)
                    .allSatisfy(it -> assertThat(RawJson.elements(it.body(), "docs")).hasSize(WRITES_TOGETHER));
            assertThat(other.written("new").ids()).isEqualTo(source.shop().ids());
        }
    }
}
