package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.stub.Documents;
import io.camelback.stub.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that ended in the middle, of ten documents in chunks of four: the next one goes on from its last finished chunk. */
class UnfinishedRunTest {

    private static final Pattern ID = Pattern.compile("doc-\\d{5}");

    @TempDir
    private Path directory;
    private StubSource source;

    @BeforeEach
    void start() {
        source = new StubSource(directory).put(10);
        source.camelback.line("camelback.retries", 0);
    }

    @AfterEach
    void stop() {
        source.close();
    }

    /** The source is gone when this many chunks are read. */
    private void dieAfter(int chunks, String... words) {
        AtomicInteger pages = new AtomicInteger();
        source.server.always("_bulk_get", (request, normal) -> pages.getAndIncrement() < chunks ? normal.get()
                : Fault.status(401, "unauthorized", "Name or password is incorrect.").answer(request, normal));
        source.camelback.run(words.length == 0 ? new String[] {"backup", "shop"} : words).expect(3);
        source.server.behave();
    }

    private Set<String> fetched() {
        Set<String> ids = new HashSet<>();
        source.server.requests("_bulk_get").forEach(request -> {
            Matcher id = ID.matcher(request.text());
            while (id.find()) {
                ids.add(id.group());
            }
        });
        return ids;
    }

    private List<String> files(String destination) {
        try (Stream<Path> files = Files.walk(directory.resolve(destination))) {
            return files.filter(Files::isRegularFile).map(it -> it.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int requests() {
        return source.server.requests("_bulk_get").size();
    }

    @Test
    void theNextRunReadsOnlyWhatIsNotStoredYet() {
        dieAfter(2);
        assertThat(files("one")).contains("unfinished.json").doesNotContain("manifest.json");
        int before = requests();

        Installation.Result result = source.backup(0);

        assertThat(requests() - before).isEqualTo(1);
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("10 documents").contains("had stored 8 of these documents");
        assertThat(files("one")).contains("manifest.json").doesNotContain("unfinished.json");
        assertThat(files("two")).isEqualTo(files("one"));
        source.isRestored();
    }

    @Test
    void deathsInARowAreNoLoss() {
        dieAfter(1);
        dieAfter(1);
        int before = requests();
        source.backup(0);
        assertThat(requests() - before).isEqualTo(1);
        source.isRestored();
    }

    @Test
    void aDeltaOfSeveralChunksGoesOnToo() {
        source.backup(0);
        for (int i = 0; i < 10; i++) {
            source.put(String.format("doc-%05d", i), 2);
        }
        dieAfter(1);
        source.put("doc-00001", 3);
        assertThat(source.backup(0).out()).contains("delta").contains("had stored 4 of these documents");
        source.isRestored();
    }

    @Test
    void aFullBackupGoesOnWithAFullBackupOnly() {
        source.backup(0);
        dieAfter(2, "backup", "shop", "--full");
        source.put("new", 1);
        assertThat(source.backup(0).out()).doesNotContain("goes on");
        assertThat(source.camelback.run("backup", "shop", "--full").expect(0).out()).contains("had stored 8 of these documents");
        source.isRestored();
    }

    @Test
    void anArchiveThatIsCommittedIsNotGoneOnWithThoughItsNoteIsStillThere() throws IOException {
        source.camelback.line("camelback.tasks.shop.checkpoint", false);    // by which the source would tell
        dieAfter(2, "backup", "shop", "--full");
        Path note = find("one", "unfinished.json");
        byte[] bytes = Files.readAllBytes(note);
        source.camelback.run("backup", "shop", "--full").expect(0);
        Files.write(note, bytes);
        assertThat(source.camelback.run("backup", "shop", "--full").expect(0).out()).contains("10 documents").doesNotContain("goes on");
        source.isRestored();
    }

    @Test
    void documentsPurgedMeanwhileAreNotRestored() {
        dieAfter(2);
        source.shop().purgeEverywhere("doc-00001");
        source.backup(0);
        assertThat(source.restored()).hasSize(9).doesNotContainKey("doc-00001");
        source.isRestored();
    }

    @Test
    void anotherDatabaseUnderTheSameNameIsReadFromItsBeginning() {
        dieAfter(2);
        source.createAnew();
        source.put("other", 1);
        assertThat(source.backup(0).out()).contains("1 documents").doesNotContain("goes on");
        source.isRestored();
    }

    @Test
    void anOlderCopyOfTheDatabaseIsReadFromItsBeginning() {
        Map<String, ObjectNode> local = source.server.local("shop");
        dieAfter(2);
        source.putBack(new Documents().put("doc-00000", StubSource.leaf("doc-00000", 1)), local);
        assertThat(source.backup(0).out()).doesNotContain("goes on");
        source.isRestored();
    }

    @Test
    void otherDocumentsThanWereChosenAreReadFromTheBeginning() {
        dieAfter(2);
        source.camelback.line("camelback.tasks.shop.documents", "doc-*");
        assertThat(source.backup(0).out()).doesNotContain("goes on");
    }

    @Test
    void aDestinationThatLacksAPartOfItIsLeftOutUntilTheNextRun() throws IOException {
        dieAfter(2);
        remove("two", "00001.jsonl.zst");
        assertThat(source.backup(6).out()).contains("two lacks a part of the archive that an earlier run didn't finish");
        source.isRestored();
        source.backup(0);
        assertThat(source.manifests()).hasSize(2);
    }

    @Test
    void whereAPartIsMissingEverywhereAllIsReadAgain() throws IOException {
        dieAfter(2);
        remove("one", "00001.jsonl.zst");
        remove("two", "00000.jsonl.zst");
        assertThat(source.backup(0).out()).doesNotContain("goes on");
        source.isRestored();
    }

    @Test
    void aNoteThatIsDamagedIsNone() throws IOException {
        dieAfter(2);
        for (String destination : List.of("one", "two")) {
            Files.writeString(find(destination, "unfinished.json"), "{");
        }
        assertThat(source.backup(0).out()).doesNotContain("goes on");
        source.isRestored();
    }

    @Test
    void whatWasNotGoneOnWithIsRemovedByACleanup() {
        source.camelback.line("camelback.tasks.shop.cleanup.grace", "1s");
        dieAfter(2);
        source.createAnew();
        source.put("other", 1);
        source.backup(0);
        source.camelback.clock(Instant.now().plusSeconds(60));
        source.camelback.run("cleanup", "shop").expect(0);
        assertThat(files("one")).doesNotContain("unfinished.json").filteredOn(it -> it.endsWith(".jsonl.zst")).hasSize(1);
    }

    private void remove(String destination, String name) throws IOException {
        Files.delete(find(destination, name));
    }

    private Path find(String destination, String name) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(destination))) {
            return files.filter(it -> it.endsWith(name)).findFirst().orElseThrow();
        }
    }
}
