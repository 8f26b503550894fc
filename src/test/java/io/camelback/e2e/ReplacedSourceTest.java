package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.stub.Documents;
import io.camelback.stub.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of the same name that isn't the one which was backed up: between two runs, and during one. */
class ReplacedSourceTest {

    private static final String BEGINS = ": a new lineage begins; what is stored of the old one stays restorable\n";
    private static final String ANEW = " was created anew since the last backup" + BEGINS;
    private static final String PUT_BACK = " does not know of the last backup, so it was created anew, or put back from an older copy" + BEGINS;

    @TempDir
    private Path directory;
    private StubSource source;

    @BeforeEach
    void start() {
        source = new StubSource(directory).put(6);
        source.backsUpAll();
    }

    @AfterEach
    void stop() {
        source.close();
    }

    private JsonNode list() throws IOException {
        return new ObjectMapper().readTree(source.camelback.run("list", "shop", "--json").expect(0).out());
    }

    private List<String> levels() throws IOException {
        return list().path("archives").findValuesAsText("level");
    }

    private String newestPoint() throws IOException {
        JsonNode points = list().path("restorePoints");
        return points.get(points.size() - 1).asText();
    }

    private void beginsANewLineage(String warning) throws IOException {
        Map<String, List<String>> before = source.restored();
        String point = newestPoint();

        assertThat(source.backup(0).err()).isEqualTo("camelback: warning: the database " + source.url + warning);

        assertThat(levels()).last().isEqualTo("baseline");
        source.isRestored();
        assertThat(source.restored("--at", point)).isEqualTo(before);
    }

    @Test
    void aDatabaseRecreatedBetweenRunsBeginsANewLineageAndTheNextRunGoesOnInIt() throws IOException {
        source.createAnew();
        source.put("other", 1);

        beginsANewLineage(ANEW);

        source.put("another", 1);
        source.backsUpAll();
        assertThat(levels()).containsExactly("baseline", "baseline", "delta");
        assertThat(source.backup(0).out()).contains("shop: unchanged since");
    }

    @Test
    void aDatabasePutBackFromAFileCopyBeginsANewLineage() throws IOException {
        Map<String, ObjectNode> local = source.server.local("shop");
        source.put("lost", 1);
        source.backsUpAll();
        Documents copy = new Documents().put("doc-00000", StubSource.leaf("doc-00000", 1)).put("later", StubSource.leaf("later", 1));

        source.putBack(copy, local);

        beginsANewLineage(PUT_BACK);
        assertThat(source.restored()).doesNotContainKey("lost").containsKey("later");
    }

    @Test
    void aDatabaseRolledBackToBeforeItsFirstBackupBeginsANewLineage() throws IOException {
        source.putBack(new Documents(), Map.of());

        beginsANewLineage(PUT_BACK);
    }

    @Test
    void aDatabaseRolledBackAndReplacedWithoutACheckpointIsToldByItsTimeAlone() throws IOException {
        source.camelback.line("camelback.tasks.shop.checkpoint", false);
        source.createAnew();
        beginsANewLineage(ANEW);
        source.createAnew();
        source.put("third", 1);
        beginsANewLineage(ANEW);
    }

    /** As after an update to a CouchDB that tells when a database was made. */
    @Test
    void aServerThatBeginsToTellWhenADatabaseWasMadeHasTheSameDatabaseStill() throws IOException {
        source.server.always("", (request, normal) -> request.below().isEmpty() && request.method().equals("GET")
                ? Fault.changed(it -> it.replaceAll("\"instance_start_time\":\"\\d+\"", "\"instance_start_time\":\"0\"")).answer(request, normal) : normal.get());
        source.put("second", 1);
        source.backsUpAll();
        source.server.behave();
        source.put("third", 1);

        source.backsUpAll();

        assertThat(levels()).containsExactly("baseline", "delta", "delta");
    }

    @Test
    void aDestinationThatWasAwayGetsTheNewLineageToo() throws IOException {
        source.createAnew();
        source.put("other", 1);
        Path two = source.camelback.directory("two");
        Files.move(two, directory.resolve("away"));
        Files.writeString(two, "no directory");
        assertThat(source.backup(6).err()).isEqualTo("camelback: warning: the database " + source.url + ANEW);
        Files.delete(two);
        Files.move(directory.resolve("away"), two);
        source.put("another", 1);

        assertThat(source.backup(0).out()).contains("two: committed, after catching up with 1 archive");

        Files.move(source.camelback.directory("one"), directory.resolve("gone"));
        source.isRestored();
    }

    @Test
    void aDatabaseRecreatedWhileItsChangesAreListedFailsTheRun() throws IOException {
        source.put("new", 1);
        source.server.next("_changes", (request, normal) -> {
            source.createAnew();
            return normal.get();
        });

        failsThenBeginsANewLineage();
    }

    @Test
    void aDatabaseRecreatedWhileItsDocumentsAreFetchedFailsTheRun() throws IOException {
        source.put("new", 1);
        source.server.next("_bulk_get", (request, normal) -> {
            source.createAnew();
            return normal.get();
        });

        failsThenBeginsANewLineage();
    }

    /** Two in one: a server that does not tell when a database was made, and only the checkpoint is missing in the end. */
    @Test
    void aDatabaseRecreatedDuringTheRunOnAnOldServerFailsTheRun() {
        Fault untold = (request, normal) -> request.below().isEmpty() && request.method().equals("GET")
                ? Fault.changed(it -> it.replaceAll("\"instance_start_time\":\"\\d+\"", "\"instance_start_time\":\"0\"")).answer(request, normal) : normal.get();
        source.server.next("_bulk_get", (request, normal) -> {
            source.createAnew();
            return normal.get();
        }).always("", untold);
        source.put("new", 1);

        source.failsAndCommitsNothing(1, "the database " + source.url + " was created anew during the run. "
                + "Nothing of it is committed; run it again, and a new lineage begins");
        assertThat(new TreeMap<>(source.server.local("shop"))).isEmpty();
    }

    @Test
    void aDatabaseDeletedDuringTheRunFailsTheRun() {
        source.put("new", 1);
        source.server.next("_bulk_get", Fault.status(404, "not_found", "Database does not exist."));

        source.failsAndCommitsNothing(3, "POST " + source.url + "/_bulk_get answered 404 (not_found: Database does not exist.). Check the name of the database");
    }

    private void failsThenBeginsANewLineage() throws IOException {
        source.failsAndCommitsNothing(1, "the database " + source.url + " was created anew during the run. "
                + "Nothing of it is committed; run it again, and a new lineage begins");
        assertThat(source.server.local("shop")).isEmpty();
        source.put("of the new one", 1);

        beginsANewLineage(ANEW);
    }
}
