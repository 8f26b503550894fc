package io.camelback.catalog;

import static io.camelback.catalog.Archives.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.job.Staging;
import io.camelback.service.RecordedLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveCopierTest {

    @TempDir
    Path work;

    private final InMemoryDestination nas = new InMemoryDestination("nas");
    private final InMemoryDestination s3 = new InMemoryDestination("s3");
    private final InMemoryDestination ftp = new InMemoryDestination("ftp");
    private final ArchiveCopier copier = new ArchiveCopier(Map.of("nas", nas, "s3", s3, "ftp", ftp)::get);
    private StoredArchive archive;
    private Staging staging;
    private RecordedLog log;

    @BeforeEach
    void store() {
        archive = Archives.store(work, 1, "0", "2-b", List.of(List.of(document("a", "1"), document("b", "2"), document("c", "3")),
                List.of(document("a", "4"))), 2, nas, s3);
        staging = Staging.in(work.resolve("staging"), "test");
        log = new RecordedLog(Copies.class);
    }

    @AfterEach
    void clear() {
        assertThat(staging.file("")).as("staged files go with the copy").isEmptyDirectory();
        staging.close();
        log.close();
    }

    @Test
    void anArchiveIsCopiedByteForByteAndItsManifestLast() {
        copy();
        assertSame();
        assertThat(ftp.puts).hasSize(4).last().isEqualTo(archive.name().manifestKey());
    }

    @Test
    void whatAnEarlierAttemptLeftIsWrittenOver() {
        ftp.objects.put(archive.name().key("00000.jsonl.zst"), new byte[] {1, 2, 3});
        copy();
        assertSame();
    }

    @Test
    void whatOneSourceHasNotAnotherHas() {
        nas.objects.remove(archive.name().key("00001.jsonl.zst"));
        nas.damage(archive.name().key("00000.jsonl.zst"), 7);
        nas.damage(archive.name().manifestKey(), 7);
        copy();
        assertThat(ftp.objects.keySet()).isEqualTo(s3.objects.keySet());
        s3.objects.forEach((key, bytes) -> assertThat(ftp.objects.get(key)).isEqualTo(bytes));
    }

    @Test
    void aDamagedBatchIsNotCopiedAndTheArchiveNotCommitted() {
        nas.damage(archive.name().key("00001.jsonl.zst"), 7);
        s3.damage(archive.name().key("00001.jsonl.zst"), 7);
        assertRefused("00001.jsonl.zst is damaged");
    }

    @Test
    void aManifestThatIsAnotherNowIsNotCopied() {
        nas.damage(archive.name().manifestKey(), 7);
        s3.damage(archive.name().manifestKey(), 7);
        assertRefused("manifest.json is damaged");
    }

    @Test
    void aSourceThatDoesNotHaveTheArchiveIsNotAsked() {
        archive = new StoredArchive(archive.manifest(), archive.sha256(), Set.of("s3"));
        copy();
        assertSame();
        assertThat(nas.gets).isEmpty();
    }

    private void assertRefused(String message) {
        assertThatExceptionOfType(Failure.class).isThrownBy(this::copy).withMessageContaining(message)
                .satisfies(it -> assertThat(it.party()).isEqualTo(Party.ARCHIVE));
        assertThat(ftp.objects).doesNotContainKey(archive.name().manifestKey());
    }

    private void copy() {
        copier.copy(archive, List.of("nas", "s3"), "ftp", staging);
    }

    private void assertSame() {
        assertThat(ftp.objects.keySet()).isEqualTo(nas.objects.keySet());
        nas.objects.forEach((key, bytes) -> assertThat(ftp.objects.get(key)).isEqualTo(bytes));
    }
}
