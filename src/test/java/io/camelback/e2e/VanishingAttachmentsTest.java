package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import io.camelback.stub.Answer;
import io.camelback.stub.Documents;
import io.camelback.stub.StubCouch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large attachments that change, vanish or come damaged while they are read: a complete archive, or one line and nothing committed. */
class VanishingAttachmentsTest {

    private static final String NAME = "film é.mkv";

    @TempDir
    private Path directory;

    private final StubCouch server = new StubCouch();
    private final Documents shop = server.database("shop", new Documents());
    private final byte[] film = new byte[100_000];
    private Installation camelback;

    @BeforeEach
    void put() throws Exception {
        new Random(5).nextBytes(film);
        shop.put("a", leaf("a", "1-a", ""));
        shop.put("b", leaf("b", "1-a", attachments(film)));
        shop.put("c", leaf("c", "1-a", ""));
        camelback = new Installation(directory).local("disk").line("camelback.tasks.one.source", server.url("shop"))
                .line("camelback.tasks.one.destinations", "disk").line("camelback.tasks.one.attachmentLimit", "1k");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String leaf(String id, String revision, String members) {
        return "{\"_id\":\"" + id + "\",\"_rev\":\"" + revision + "\"" + members + "}";
    }

    private static String attachments(byte[] bytes) throws Exception {
        String md5 = Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
        return ",\"_attachments\":{\"" + NAME + "\":{\"content_type\":\"video/x\",\"revpos\":1,\"digest\":\"md5-" + md5 + "\",\"length\":" + bytes.length
                + ",\"stub\":true}}";
    }

    private String restored(String id) {
        camelback.run("restore", "one", "--to", server.url("copy")).expect(0);
        return new String(server.written("copy").leaves(id).get(0), StandardCharsets.UTF_8);
    }

    /** The list of the archive that is there. */
    private String attachments() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("disk"));
                ZstdInputStream list = new ZstdInputStream(Files.newInputStream(files.filter(it -> it.endsWith("attachments.jsonl.zst")).findFirst().orElseThrow()))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private long files(String name) throws IOException {
        Path stored = directory.resolve("disk");
        if (Files.notExists(stored)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(stored)) {
            return files.filter(it -> it.getFileName().toString().matches(name)).count();
        }
    }

    @Test
    void aDocumentThatChangesWhileItsAttachmentIsReadIsReadAnew() throws IOException {
        String newer = leaf("b", "2-b", "");
        server.next("b/" + NAME, (request, normal) -> {
            shop.put("b", newer);
            return Answer.error(404, "not_found", "Document is missing attachment");
        });
        assertThat(camelback.run("backup", "one").expect(0).err()).isEmpty();
        assertThat(restored("b")).isEqualTo(newer);
        assertThat(server.written("copy").ids()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(files("[0-9a-f]{64}")).isZero();
    }

    @Test
    void anAttachmentThatNeverComesEndsTheRun() throws IOException {
        server.always("b/" + NAME, (request, normal) -> Answer.error(404, "not_found", "Document is missing attachment"));
        assertThat(camelback.run("backup", "one").expect(1).err()).hasLineCount(1)
                .contains("document b in " + server.url("shop") + " changes again and again before its attachments are read");
        assertThat(files("manifest.json")).isZero();
    }

    @Test
    void anAttachmentThatIsCutOrDamagedOnTheWayIsReadAgain() throws IOException {
        AtomicInteger times = new AtomicInteger();
        byte[] damaged = film.clone();
        damaged[77]++;
        server.always("b/" + NAME, (request, normal) -> switch (times.incrementAndGet()) {
            case 1 -> Answer.of(200, film).cutAfter(50_000);
            case 2 -> Answer.of(200, damaged);
            default -> Answer.of(200, film);
        });
        camelback.run("backup", "one").expect(0);
        assertThat(times).hasValue(3);
        assertThat(server.requests("b/" + NAME)).allSatisfy(it -> assertThat(it.query("rev")).isEqualTo("1-a"));
        assertThat(files("[0-9a-f]{64}")).isEqualTo(1);
        assertThat(camelback.run("restore", "one", "--doc", "b", "--stdout").expect(0).out()).contains("\"stub\":true");
    }

    @Test
    void anAttachmentThatIsAlwaysDamagedIsNamedAndNothingIsCommitted() throws IOException {
        byte[] damaged = film.clone();
        damaged[77]++;
        server.always("b/" + NAME, (request, normal) -> Answer.of(200, damaged));
        assertThat(camelback.run("backup", "one").expect(3).err()).hasLineCount(1)
                .contains("attachment " + NAME + " of document b is not what its digest says");
        assertThat(files("manifest.json")).isZero();
    }

    /** In chunks of one document the list of attachments is stored in parts. */
    @Test
    void aRunThatGoesOnWithAnotherKnowsTheAttachmentsOfBoth() throws Exception {
        byte[] trailer = Arrays.copyOf(film, 5_000);
        shop.put("d", leaf("d", "1-a", attachments(trailer)));
        shop.put("e", leaf("e", "1-a", ""));
        camelback.line("camelback.tasks.one.chunkSize", 1);
        server.always("b/" + NAME, (request, normal) -> Answer.of(200, film)).always("d/" + NAME, (request, normal) -> Answer.of(200, trailer));
        AtomicInteger pages = new AtomicInteger();
        server.always("_bulk_get", (request, normal) -> pages.incrementAndGet() == 5 ? Answer.error(401, "unauthorized", "You are not a server admin.")
                : normal.get());
        camelback.run("backup", "one").expect(3);
        assertThat(files("attachments-.*")).isEqualTo(2);
        assertThat(camelback.run("backup", "one").expect(0).out()).contains("had stored 4 of these documents");
        assertThat(server.requests("b/" + NAME)).hasSize(1);
        assertThat(files("attachments-.*|unfinished.json")).isZero();
        assertThat(files("attachments.jsonl.zst")).isEqualTo(1);
        assertThat(attachments().lines()).hasSize(2).anyMatch(it -> it.startsWith("{\"document\":\"b\"")).anyMatch(it -> it.startsWith("{\"document\":\"d\""));
    }
}
