package io.camelback.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.job.KeepWhole;
import io.camelback.job.Whole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order in which {@code routes/backup.camel.yaml} tells the beans to do things, whatever these do. */
class BackupRouteTest extends CamelTestSupport {

    private final List<String> steps = Collections.synchronizedList(new ArrayList<>());
    private int chunks = 1;
    private boolean unchanged;
    private boolean full;
    private String failing = "";
    /** Steps that wait for others. */
    private Map<String, String> during = Map.of();
    private final Storing storing = new Storing(2);
    private List<String> large = List.of();

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                getContext().getRegistry().bind("backup", new FakeBackup());
                getContext().getRegistry().bind("commit", new FakeCommit());
                getContext().getRegistry().bind("attachments", new FakeAttachments());
                getContext().getRegistry().bind("noting", new FakeNoting());
                getContext().getRegistry().bind("readBack", new FakeReadBack());
                getContext().getRegistry().bind("keepWhole", new KeepWhole());
                getContext().getRegistry().bind("sideBySide", getContext().getExecutorServiceManager().newCachedThreadPool(this, "sideBySide"));
                from("direct:survey").errorHandler(noErrorHandler()).process(it -> step("survey"));
                from("direct:store").errorHandler(noErrorHandler()).process(it -> step("store " + it.getMessage().getBody(String.class)));
                Resource routes = PluginHelper.getResourceLoader(getContext()).resolveResource("file:routes/backup.camel.yaml");
                PluginHelper.getRoutesLoader(getContext()).loadRoutes(routes);
            }
        };
    }

    @BeforeEach
    void forget() {
        steps.clear();
    }

    private Object run() {
        return template.requestBody("direct:backup", "request");
    }

    private void step(String name) {
        Optional.ofNullable(during.get(name)).ifPresent(this::await);
        steps.add(name);
        if (name.equals(failing)) {
            throw new IllegalStateException(name);
        }
    }

    /** That a step was made, on another thread. */
    private void await(String other) {
        while (!steps.contains(other)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theManifestIsStoredWhenEveryBatchIsAndTheNoteOfTheRunLast() {
        chunks = 2;
        assertThat(run()).isEqualTo("result");
        assertThat(steps).startsWith("open", "survey", "surveyed", "catch up", "begin", "list")
                .containsSubsequence("list", "store batch", "chunk ended", "list", "store batch", "chunk ended", "present", "read back", "manifest", "store manifest",
                        "committed", "forgotten", "manifest read back", "last run", "store note", "noted", "result", "closed")
                .endsWith("closed");
    }

    @Test
    void aChunkThatIsNotTheLastIsNotedWhenItsBatchesAreStored() {
        chunks = 2;
        run();
        assertThat(steps).containsSubsequence("store batch", "chunk ended", "store list part", "file stored", "store unfinished", "file stored", "list",
                "store batch", "chunk ended", "present", "store manifest");
        assertThat(steps).containsOnlyOnce("store unfinished");
    }

    @Test
    @Timeout(60)
    void aFullBatchIsStoredWhileTheNextPageIsRead() {
        during = Map.of("store batch", "fetch last");
        run();
        assertThat(steps).containsSubsequence("fetch full", "fetch last", "store batch", "all stored", "chunk ended");
        assertThat(steps.stream().filter("store batch"::equals)).hasSize(2);
    }

    @Test
    @Timeout(60)
    void whatComesAfterAChunkIsListedWhileItIsRead() {
        during = Map.of("list ahead", "fetch full", "fetch last", "list ahead");
        run();
        assertThat(steps).containsSubsequence("list", "fetch full", "list ahead", "fetch last", "chunk ended");
    }

    @Test
    void aRangeThatFailsLetsGoOfWhatItHolds() {
        failing = "fetch last";
        assertThatThrownBy(this::run).isInstanceOf(CamelExecutionException.class);
        assertThat(steps).containsSubsequence("fetch last", "range ended", "closed").doesNotContain("present");
    }

    @Test
    void attachmentsAreStoredBeforeTheBatchAndTheirListBeforeTheManifest() {
        large = List.of("new", "known");
        run();
        assertThat(steps).containsSubsequence("fetch full", "read new", "store new", "stored new", "read known", "store batch", "all stored",
                "settings", "store local documents", "file stored",
                "store list", "file stored", "present", "manifest");
        assertThat(steps).doesNotContain("store known");
    }

    @Test
    void aFullBackupCommitsWhenNoOtherRunIsUnderWayAndAfterALookAtWhatTheseLeft() {
        full = true;
        run();
        assertThat(steps).containsSubsequence("chunk ended", "alone", "survey", "surveyed again", "present", "manifest", "committed");
    }

    @Test
    void aRunWithoutChangesStoresItsNoteOnly() {
        chunks = 0;
        unchanged = true;
        run();
        assertThat(steps.stream().filter(it -> it.startsWith("store"))).containsExactly("store note");
        assertThat(steps).doesNotContain("committed").endsWith("closed");
    }

    @Test
    void whateverFailsNothingIsCommittedAndAllIsLetGo() {
        large = List.of("new");
        for (String step : List.of("read new", "store new", "stored new", "settings", "store local documents", "store list", "file stored", "survey", "surveyed", "begin", "list", "list ahead", "fetch full", "fetch last", "store batch", "batch stored", "all stored", "present", "manifest", "store manifest")) {
            steps.clear();
            chunks = 1;
            failing = step;
            assertThatThrownBy(this::run).isInstanceOf(CamelExecutionException.class).hasRootCauseMessage(step);
            assertThat(steps).doesNotContain("committed", "last run").endsWith("closed");
        }
    }

    @Test
    void nothingIsLetGoThatWasNeverHeld() {
        failing = "open";
        assertThatThrownBy(this::run).isInstanceOf(CamelExecutionException.class);
        assertThat(steps).containsExactly("open");
    }

    /** What the routes ask of a run. */
    public final class FakeRun extends Whole {

        public String getTask() {
            return "task";
        }

        public boolean isFull() {
            return full;
        }

        public boolean isMore() {
            return chunks > 0;
        }

        public boolean isWorthNoting() {
            return chunks > 0;
        }

        public List<FakeRange> getRanges() {
            return List.of(new FakeRange(this));
        }
    }

    /** What the routes ask of a range. */
    public final class FakeRange {

        private final FakeRun run;

        FakeRange(FakeRun run) {
            this.run = run;
        }

        List<String> attachments() {
            return large;
        }

        public Iterator<FakePage> getPages() {
            return List.of(new FakePage(this, true), new FakePage(this, false)).iterator();
        }
    }

    /** A batch on its way. */
    public record FakeBatch(FakeRun run) {
    }

    /** What the routes ask of a page. */
    public record FakePage(FakeRange range, boolean full) {

        public boolean isBatchFull() {
            return full;
        }

        public List<String> getAttachments() {
            return range.attachments();
        }
    }

    /** The steps of the bean attachments. */
    public final class FakeAttachments {

        public String fetch(String attachment) {
            step("read " + attachment);
            return attachment.equals("known") ? null : attachment;
        }

        public void stored(String attachment, String request, Object outcomes) {
            step("stored " + attachment);
        }
    }

    /** The steps of the bean backup. */
    public final class FakeBackup {

        public FakeRun open(Object request) {
            step("open");
            return new FakeRun();
        }

        public void survey(FakeRun run, Object catalog) {
            step("surveyed");
        }

        public List<String> lacking(FakeRun run) {
            return List.of("archive");
        }

        public void catchUp(String archive) {
            step("catch up");
        }

        public void begin(FakeRun run) {
            step("begin");
        }

        public void list(FakeRun run) {
            chunks--;
            step("list");
        }

        public void fetch(FakePage page) {
            step(page.full() ? "fetch full" : "fetch last");
        }

        public void listAhead(FakeRun run) {
            step("list ahead");
        }

        public void awaitStored(FakeRun run) {
            storing.awaitAll();
            step("all stored");
        }

        public void endRange(FakeRange range) {
            step("range ended");
        }

        public void endChunk(FakeRun run) throws Exception {
            run.check();
            step("chunk ended");
        }

        public void close(FakeRun run) {
            step("closed");
        }
    }

    /** The steps of the bean commit. */
    public final class FakeCommit {

        public FakeBatch batch(FakeRange range) {
            storing.begin(() -> { });
            return new FakeBatch(range.run);
        }

        public String storing(FakeBatch batch) {
            return "batch";
        }

        public void batchStored(FakeBatch batch, Object outcomes) {
            step("batch stored");
        }

        public void batchLost(FakeBatch batch, Throwable why) {
            batch.run().failed(why);
        }

        public void endBatch(FakeBatch batch) {
            storing.end();
        }

        public void alone(FakeRun run) {
            step("alone");
        }

        public void survey(FakeRun run, Object catalog) {
            step("surveyed again");
        }

        public String attachments(FakeRun run) {
            return large.isEmpty() ? null : "list";
        }

        public String database(FakeRun run) {
            step("settings");
            return large.isEmpty() ? null : "local documents";
        }

        public void fileStored(FakeRun run, Object outcomes) {
            step("file stored");
        }

        public void present(FakeRun run) {
            step("present");
        }

        public String manifest(FakeRun run) {
            step("manifest");
            return unchanged ? null : "manifest";
        }

        public void committed(FakeRun run, Object outcomes) {
            step("committed");
        }

        public String lastRun(FakeRun run) {
            step("last run");
            return "last run";
        }

        public String note(FakeRun run, byte[] json) {
            return "note";
        }

        public void noted(FakeRun run, Object outcomes) {
            step("noted");
        }

        public String result(FakeRun run) {
            step("result");
            return "result";
        }
    }

    /** The steps of the bean noting. */
    public final class FakeNoting {

        public String attachments(FakeRun run) {
            return "list part";
        }

        public String unfinished(FakeRun run) {
            return "unfinished";
        }

        public void forget(FakeRun run) {
            step("forgotten");
        }
    }

    /** The steps of the bean readBack. */
    public final class FakeReadBack {

        public List<String> places(FakeRun run) {
            return List.of("nas");
        }

        public void files(String destination) {
            step("read back");
        }

        public void manifest(FakeRun run) {
            step("manifest read back");
        }
    }
}
