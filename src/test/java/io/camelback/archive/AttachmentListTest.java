package io.camelback.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachmentListTest {

    private static final Attachment PLAIN = new Attachment("a/b \"ü\" 😀", "x.bin", "md5-1B2M2Y8AsgTpgAmY7PhCfg==", 0, "", 0);
    private static final Attachment ZIPPED = new Attachment("c", "dir/y.txt", "md5-yc+Gdq0Wa58p0I30Kap6Gg==", 12_000, "gzip", 62);

    @TempDir
    private Path directory;

    private AttachmentList write(Attachment... attachments) {
        try (AttachmentListWriter writer = new AttachmentListWriter(directory.resolve("list"))) {
            List.of(attachments).forEach(writer::add);
            return writer.finish().orElseThrow();
        }
    }

    private static List<Attachment> read(AttachmentList list, byte[] bytes) {
        List<Attachment> read = new ArrayList<>();
        try (AttachmentListReader reader = new AttachmentListReader(list, new ByteArrayInputStream(bytes), "nas:list")) {
            for (Attachment next = reader.next(); next != null; next = reader.next()) {
                read.add(next);
            }
        }
        return read;
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        AttachmentList list = write(PLAIN, ZIPPED, ZIPPED);
        byte[] bytes = Files.readAllBytes(directory.resolve("list"));
        assertThat(list.objects()).isEqualTo(3);
        assertThat(list.bytes()).isEqualTo(124);
        assertThat(list.size()).isEqualTo(bytes.length);
        assertThat(read(list, bytes)).containsExactly(PLAIN, ZIPPED, ZIPPED);
    }

    @Test
    void aListTakenInPartsIsPutTogetherFromThem() throws IOException {
        Path list = directory.resolve("list");
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        AttachmentList one;
        try (AttachmentListWriter writer = new AttachmentListWriter(list)) {
            assertThat(writer.part(first)).isEmpty();
            writer.add(PLAIN);
            one = writer.part(first).orElseThrow();
            assertThat(writer.part(second)).isEmpty();
            writer.add(ZIPPED);
            writer.add(PLAIN);
            AttachmentList two = writer.part(second).orElseThrow();
            assertThat(two.objects()).isEqualTo(2);
            assertThat(two.bytes()).isEqualTo(62);
            assertThat(read(two, Files.readAllBytes(second))).containsExactly(ZIPPED, PLAIN);
            assertThat(read(writer.finish().orElseThrow(), Files.readAllBytes(list))).containsExactly(PLAIN, ZIPPED, PLAIN);
        }
        try (AttachmentListWriter writer = new AttachmentListWriter(list)) {
            writer.append(one, first);
            assertThat(writer.part(second)).isEmpty();
            writer.add(ZIPPED);
            AttachmentList two = writer.part(second).orElseThrow();
            assertThat(read(two, Files.readAllBytes(second))).containsExactly(ZIPPED);
            AttachmentList all = writer.finish().orElseThrow();
            assertThat(read(one, Files.readAllBytes(first))).containsExactly(PLAIN);
            assertThat(all.objects()).isEqualTo(2);
            assertThat(all.size()).isEqualTo(one.size() + two.size());
            assertThat(read(all, Files.readAllBytes(list))).containsExactly(PLAIN, ZIPPED);
        }
    }

    @Test
    void withNothingToListThereIsNoFile() {
        try (AttachmentListWriter writer = new AttachmentListWriter(directory.resolve("list"))) {
            assertThat(writer.finish()).isEmpty();
        }
        assertThat(directory.resolve("list")).doesNotExist();
    }

    @Test
    void anyOtherByteIsNoticed() throws IOException {
        AttachmentList list = write(PLAIN, ZIPPED);
        byte[] bytes = Files.readAllBytes(directory.resolve("list"));
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> read(list, changed)).as("byte " + i).isInstanceOf(Failure.class).hasMessageContaining("nas:list is damaged");
        }
    }

    @Test
    void aListThatIsCutAnywhereIsNoticed() throws IOException {
        AttachmentList list = write(PLAIN, ZIPPED);
        byte[] bytes = Files.readAllBytes(directory.resolve("list"));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(list, cut)).as(length + " bytes").isInstanceOf(Failure.class);
        }
    }

    @Test
    void anObjectIsTheSameOnlyForTheSameDocumentDigestLengthAndEncoding() {
        Attachment renamed = new Attachment("c", "z.txt", ZIPPED.digest(), 12_000, "gzip", 62);
        assertThat(renamed.object()).isEqualTo(ZIPPED.object()).matches("[0-9a-f]{64}");
        assertThat(List.of(new Attachment("d", "dir/y.txt", ZIPPED.digest(), 12_000, "gzip", 62), new Attachment("c", "dir/y.txt", PLAIN.digest(), 12_000,
                "gzip", 62), new Attachment("c", "dir/y.txt", ZIPPED.digest(), 12_001, "gzip", 62), new Attachment("c", "dir/y.txt", ZIPPED.digest(),
                12_000, "", 62))).extracting(Attachment::object).doesNotContain(ZIPPED.object()).doesNotHaveDuplicates();
        assertThat(ZIPPED.key("all/orders")).isEqualTo("attachments/all/orders/" + ZIPPED.object().substring(0, 2) + "/" + ZIPPED.object());
    }
}
