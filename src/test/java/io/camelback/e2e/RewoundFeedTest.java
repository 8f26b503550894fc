package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.stub.Answer;
import io.camelback.stub.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A feed that jumps back to its beginning, as that of a cluster may: nothing is lost, and hardly anything stored again. */
class RewoundFeedTest {

    private static final int DOCUMENTS = 1_500;

    @TempDir
    private Path directory;
    private StubSource source;

    @BeforeEach
    void start() {
        source = new StubSource(directory).put(DOCUMENTS);
        source.camelback.line("camelback.tasks.shop.chunkSize", 700);
        source.shop().put("conflict", StubSource.leaf("conflict", 2, "a", false), StubSource.leaf("conflict", 2, "b", false));
        source.shop().put("half", StubSource.leaf("half", 3, "a", false), StubSource.leaf("half", 2, "b", true));
        source.shop().put("gone", StubSource.leaf("gone", 2, "a", true));
        source.backsUpAll();
    }

    @AfterEach
    void stop() {
        source.close();
    }

    private List<Request> fetchedSince(int before) {
        List<Request> all = source.server.requests("_bulk_get");
        return all.subList(before, all.size());
    }

    private int fetched() {
        return source.server.requests("_bulk_get").size();
    }

    private String jumpedBack(int known, int of) {
        return "camelback: warning: the feed of " + source.url + " jumped back: " + known + " of " + of
                + " documents that it listed were in the backup already and are not stored again\n";
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.walk(source.camelback.directory("one"))) {
            return files.filter(it -> it.toString().endsWith(".zst")).count();
        }
    }

    @Test
    void onlyWhatHasChangedIsFetchedAndStored() {
        source.put("doc-00007", 2).put("new", 1);
        source.shop().put("conflict", StubSource.leaf("conflict", 2, "a", false), StubSource.leaf("conflict", 2, "b", false), StubSource.leaf("conflict", 2, "c", true));
        source.server.jumpBack("shop");
        int before = fetched();

        Installation.Result run = source.backup(0);

        assertThat(run.err()).isEqualTo(jumpedBack(DOCUMENTS + 1, DOCUMENTS + 4));
        assertThat(run.out()).contains(", 3 documents (0 deleted)");
        assertThat(fetchedSince(before)).singleElement().satisfies(it -> assertThat(it.text())
                .isEqualTo("{\"docs\":[{\"id\":\"conflict\"},{\"id\":\"doc-00007\"},{\"id\":\"new\"}]}"));
        source.isRestored();
    }

    @Test
    void aJumpWithNothingNewCommitsAnArchiveWithoutBatchesSoThatTheNextRunGoesOnFromThere() throws IOException {
        long before = files();
        int fetched = fetched();
        source.server.jumpBack("shop");

        Installation.Result run = source.backup(0);

        assertThat(run.err()).isEqualTo(jumpedBack(DOCUMENTS + 3, DOCUMENTS + 3));
        assertThat(run.out()).contains("/delta/", ", 0 documents");
        assertThat(files()).isEqualTo(before);
        assertThat(fetched()).isEqualTo(fetched);
        assertThat(source.backup(0)).satisfies(it -> assertThat(it.err()).isEmpty()).satisfies(it -> assertThat(it.out()).contains("unchanged since"));
        source.put("new", 1);
        source.backsUpAll();
        source.server.jumpBack("shop");
        assertThat(source.backup(0).err()).isEqualTo(jumpedBack(DOCUMENTS + 4, DOCUMENTS + 4));
        source.isRestored();
    }

    @Test
    void anArchiveWithoutBatchesIsListedRolledUpCopiedAndCleanedUpAsAnyOther() throws IOException {
        source.camelback.line("camelback.tasks.shop.retention.delta", 0).line("camelback.tasks.shop.retention.daily", 0)
                .line("camelback.tasks.shop.retention.weekly", 0).line("camelback.tasks.shop.retention.monthly", 0)
                .line("camelback.tasks.shop.retention.yearly", 0).line("camelback.tasks.shop.fold.ratio", 0);
        Files.move(source.camelback.directory("two"), directory.resolve("old two"));
        Files.writeString(source.camelback.directory("two"), "no directory");
        source.server.jumpBack("shop");
        source.backup(6);
        Files.delete(source.camelback.directory("two"));
        Files.move(directory.resolve("old two"), source.camelback.directory("two"));

        assertThat(source.backup(0).out()).contains("two: up to date, after catching up with 1 archive");

        assertThat(source.camelback.run("list", "shop").expect(0).out()).contains("2 archives, 2 restore points");
        assertThat(source.camelback.run("status", "shop").expect(0).out()).contains("shop: good");
        assertThat(source.camelback.run("history", "shop", "--doc", "doc-00001").expect(0).out()).contains("doc-00001 is in 1 of 2 archives");
        source.put("new", 1);
        source.backsUpAll();
        source.camelback.clock(Instant.parse("2099-01-02T00:00:00Z")).run("rollup", "shop").expect(0);
        source.camelback.clock(Instant.parse("2099-01-04T00:00:00Z")).run("cleanup", "shop").expect(0);
        assertThat(source.camelback.run("list", "shop").expect(0).out()).contains("1 archives, 1 restore points");
        assertThat(source.restored()).containsKey("new").hasSize(DOCUMENTS + 4);
    }

    /** Its row is early in the feed, and a later one tells of what the backup has: not what the run has stored meanwhile. */
    @Test
    void aDocumentThatGoesAndComesBackDuringTheRunIsThere() {
        source.shop().purge("doc-00003");
        source.server.jumpBack("shop");
        source.server.next("_bulk_get", (request, normal) -> normal.get()).next("_bulk_get", (request, normal) -> {
            byte[] answer = normal.get().bytes();
            source.put("doc-00003", 1);
            return Answer.of(200, answer);
        });

        Installation.Result run = source.backup(0);

        assertThat(run.out()).contains(", 1 documents");
        source.isRestored();
    }

    /** With its documents damaged, reading all of it would end in a warning. */
    @Test
    void anImportOfManyNewDocumentsIsNoJumpAndTheBackupIsNotReadForIt() throws IOException {
        damageDocuments();
        for (int i = 0; i < 2_000; i++) {
            source.put("import-" + i, 1);
        }

        Installation.Result run = source.backup(0);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains(", 2,000 documents");
    }

    private void damageDocuments() throws IOException {
        List<Path> batches;
        try (Stream<Path> files = Files.walk(directory)) {
            batches = files.filter(it -> it.toString().endsWith(".zst")).toList();
        }
        for (Path batch : batches) {
            byte[] bytes = Files.readAllBytes(batch);
            bytes[bytes.length / 4] ^= 1;
            Files.write(batch, bytes);
        }
    }

    @Test
    void aBackupThatCannotBeReadIsNoReasonToHaveNoNewerOne() throws IOException {
        damageDocuments();
        source.server.jumpBack("shop");

        Installation.Result run = source.backup(0);

        assertThat(run.err()).hasLineCount(1).startsWith("camelback: warning: the feed of " + source.url + " lists most of the database, and what of it is in the "
                + "backup already can't be told, so all is read again: one:shop/").contains(" is damaged: its SHA-256 is ");
        assertThat(run.out()).contains(", 1,503 documents (1 deleted)");
    }

    @Test
    void aSmallDatabaseIsReadAgainWithoutMuchAdo() {
        try (StubSource small = new StubSource(directory.resolve("small")).put(10)) {
            small.backsUpAll();
            small.server.jumpBack("shop");
            small.backsUpAll();
        }
    }
}
