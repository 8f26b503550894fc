package io.camelback.catalog;

import static io.camelback.catalog.Archives.document;
import static io.camelback.catalog.Archives.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.archive.Batch;
import io.camelback.archive.BatchReader;
import io.camelback.archive.Entry;
import io.camelback.archive.RangeReader;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import io.camelback.service.RecordedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchFilesTest {

    @TempDir
    Path work;

    private final InMemoryDestination nas = new InMemoryDestination("nas");
    private final InMemoryDestination s3 = new InMemoryDestination("s3");
    private final BatchFiles files = new BatchFiles(Map.of("nas", nas, "s3", s3)::get, List.of("nas", "s3"));
    private StoredArchive archive;
    private Batch batch;
    private String key;
    private byte[] stored;
    private Staging staging;
    private RecordedLog log;

    @BeforeEach
    void store() {
        archive = Archives.store(work, 1, "0", "2-b", List.of(List.of(document("a", "1"), document("b", "2"))), 100, nas, s3);
        batch = archive.manifest().segments().get(0).batches().get(0);
        key = archive.name().key(batch.file());
        stored = nas.objects.get(key);
        staging = Staging.in(work.resolve("staging"), "test");
        log = new RecordedLog(Copies.class);
    }

    @AfterEach
    void clear() {
        staging.close();
        log.close();
    }

    @Test
    void thePreferredDestinationIsReadIfItCan() throws IOException {
        assertThat(whole()).isEqualTo(stored);
        assertThat(nas.gets).containsExactly(key);
        assertThat(s3.gets).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aMissingCopyIsPassedOverButNotInSilence() throws IOException {
        nas.objects.remove(key);
        assertThat(whole()).isEqualTo(stored);
        assertThat(log.lines()).containsExactly("WARN nas has no " + key + "; another destination's copy is used");
        assertThat(find("b")).isPresent();
    }

    @Test
    void aDestinationOutOfReachIsPassedOver() throws IOException {
        nas.unreachable = true;
        assertThat(whole()).isEqualTo(stored);
        assertThat(find("b")).isPresent();
    }

    @Test
    void aCopyThatWasCutOffIsPassedOver() throws IOException {
        nas.objects.put(key, Arrays.copyOf(stored, stored.length / 2));
        assertThat(whole()).isEqualTo(stored);
        assertThat(find("b")).isPresent();
    }

    /** Each bit of the file in turn. */
    @Test
    void whicheverByteIsDamagedTheRightOnesAreReturned() throws IOException {
        for (int at = 0; at < stored.length; at++) {
            nas.objects.put(key, stored);
            nas.damage(key, at);
            assertThat(whole()).isEqualTo(stored);
            assertThat(find("a").orElseThrow().line()).isEqualTo(document("a", "1").line());
            assertThat(find("c")).isEmpty();
        }
    }

    @Test
    void destinationsThatDoNotHaveTheArchiveAreNotAsked() {
        StoredArchive elsewhere = new StoredArchive(archive.manifest(), archive.sha256(), Set.of("s3"));
        files.whole(elsewhere, batch, staging);
        assertThat(nas.gets).isEmpty();
    }

    @Test
    void damageEverywhereIsToldWithTheObjectsName() {
        nas.damage(key, 5);
        s3.damage(key, 5);
        assertFailed(Party.ARCHIVE, Reason.DAMAGED, "nas:" + key + " is damaged: its SHA-256 is ");
    }

    @Test
    void aBatchThatIsGoneEverywhereIsDamageToo() {
        nas.objects.remove(key);
        s3.objects.remove(key);
        assertFailed(Party.ARCHIVE, Reason.DAMAGED, key + " is gone: nas has no " + key);
    }

    @Test
    void damageIsToldBeforeDistance() {
        nas.unreachable = true;
        s3.damage(key, 5);
        assertFailed(Party.ARCHIVE, Reason.DAMAGED, "s3:" + key + " is damaged");
    }

    @Test
    void ifAllAreOutOfReachThatIsToldAndMayBeTriedAgain() {
        nas.unreachable = true;
        s3.unreachable = true;
        assertFailed(Party.DESTINATION, Reason.UNREACHABLE, "nas can't be reached");
    }

    @Test
    void whatWasStagedOfABadCopyIsRemoved() throws IOException {
        nas.damage(key, 5);
        Path file = files.whole(archive, batch, staging);
        try (Stream<Path> all = Files.list(staging.file(""))) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void anOpenedBatchLeavesNothingBehind() {
        try (RangeReader reader = files.open(archive, batch, staging)) {
            assertThat(reader.size()).isEqualTo(stored.length);
            assertThat(reader.read(3, 4)).isEqualTo(Arrays.copyOfRange(stored, 3, 7));
        }
        assertThat(staging.file("")).isEmptyDirectory();
    }

    private void assertFailed(Party party, Reason reason, String message) {
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> files.whole(archive, batch, staging)).withMessageStartingWith(message)
                .withMessageEndingWith("No other destination within reach has an intact copy").satisfies(it -> {
                    assertThat(it.party()).isEqualTo(party);
                    assertThat(it.reason()).isEqualTo(reason);
                });
        assertThat(staging.file("")).isEmptyDirectory();
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> find("b")).satisfies(it -> assertThat(it.party()).isEqualTo(party));
    }

    private byte[] whole() throws IOException {
        return Files.readAllBytes(files.whole(archive, batch, staging));
    }

    private Optional<Entry> find(String id) {
        return files.inPlace(archive, batch, (reader, where) -> {
            try (BatchReader frames = new BatchReader(reader, batch, where)) {
                return frames.find(utf8(id));
            }
        });
    }
}
