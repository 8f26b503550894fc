package io.camelback.backup;

import io.camelback.job.Whole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.spi.Registry;

/** The beans that {@code routes/backup.camel.yaml} names. They do nothing but write down what they were told to do. */
public final class FakeRuns {

    final List<String> steps = Collections.synchronizedList(new ArrayList<>());
    int chunks = 1;
    boolean unchanged;
    boolean full;
    String failing = "";
    /** Steps that wait for others. */
    Map<String, String> during = Map.of();
    final Storing storing = new Storing(2);
    List<String> large = List.of();

    void bind(Registry registry) {
        registry.bind("backup", new FakeBackup());
        registry.bind("commit", new FakeCommit());
        registry.bind("attachments", new FakeAttachments());
        registry.bind("noting", new FakeNoting());
        registry.bind("readBack", new FakeReadBack());
    }

    void step(String name) {
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
