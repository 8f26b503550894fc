package io.camelback.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StubbedLeafTest {

    private static final String STUB = "{\"content_type\":\"t/x\",\"revpos\":1,\"digest\":\"md5-aaaa\",\"length\":7,\"stub\":true}";
    private static final String ZIPPED = "{ \"stub\" : true, \"digest\":\"md5-bbbb\",\"length\":9,\"encoding\":\"gzip\",\"encoded_length\":5}";

    private static StubbedLeaf leaf(String json) {
        return StubbedLeaf.parse(json.getBytes(StandardCharsets.UTF_8), "a");
    }

    private static String following(String json) {
        return new String(leaf(json).following(), StandardCharsets.UTF_8);
    }

    @Test
    void theStubsAreFoundInTheirOrder() {
        StubbedLeaf leaf = leaf("{\"_id\":\"a\",\"_rev\":\"1-x\",\"ü\":[{\"stub\":true}],\"_attachments\":{\"ü\\n\":" + STUB + ",\"b\":{\"data\":\"AAAA\","
                + "\"digest\":\"md5-c\",\"x\":{\"stub\":true}},\"c\":" + ZIPPED + "},\"z\":{\"_attachments\":{\"d\":" + STUB + "}}}");
        assertThat(leaf.revision()).isEqualTo("1-x");
        assertThat(leaf.deleted()).isFalse();
        assertThat(leaf.stubs()).extracting(StubbedLeaf.Stub::attachment).containsExactly(new Attachment("a", "ü\n", "md5-aaaa", 7, "", 7),
                new Attachment("a", "c", "md5-bbbb", 9, "gzip", 5));
    }

    @Test
    void onlyTheWordStubIsReplacedForWhatFollows() {
        String json = "{\"_id\":\"a\",\"ü\":1.50,\"_attachments\":{\"ü\":" + STUB + ",\"b\":{\"data\":\"AAAA\"},\"c\":" + ZIPPED + "},\"n\":\"\\u00fc\"}";
        assertThat(following(json)).isEqualTo(json.replaceFirst("\"stub\"", "\"follows\"").replaceFirst("\"stub\"", "\"follows\""));
        assertThat(following("{\"_id\":\"a\"}")).isEqualTo("{\"_id\":\"a\"}");
    }

    @Test
    void anAttachmentThatSeveralLeavesHaveIsOne() {
        byte[] first = ("{\"_id\":\"a\",\"_rev\":\"1-x\",\"_attachments\":{\"b\":" + STUB + ",\"c\":" + ZIPPED + "}}").getBytes(StandardCharsets.UTF_8);
        byte[] second = ("{\"_id\":\"a\",\"_rev\":\"1-y\",\"_deleted\":true,\"_attachments\":{\"b\":" + STUB + "}}").getBytes(StandardCharsets.UTF_8);
        Entry entry = Entry.of("a".getBytes(StandardCharsets.UTF_8), List.of(first, second), false);
        assertThat(entry.hasAttachments()).isTrue();
        assertThat(StubbedLeaf.attachments(entry)).extracting(Attachment::name).containsExactly("b", "c");
        assertThat(StubbedLeaf.of(entry)).extracting(StubbedLeaf::deleted).containsExactly(false, true);
    }

    @Test
    void whetherThereAreAttachmentsIsSeenHoweverTheLineIsWritten() {
        for (String name : List.of("_attachments", "\\u005fattachments")) {
            Entry entry = Entry.parse(("[{\"_id\":\"a\",\"" + name + "\":{\"b\":" + STUB + "}}]").getBytes(StandardCharsets.UTF_8));
            assertThat(entry.hasAttachments()).as(name).isTrue();
            assertThat(StubbedLeaf.attachments(entry)).hasSize(1);
        }
        assertThat(Entry.parse("[{\"_id\":\"a\",\"b\":{\"_attachments\":1}}]".getBytes(StandardCharsets.UTF_8)).hasAttachments()).isFalse();
    }

    @Test
    void aStubThatDoesNotSayWhatItIsIsDamage() {
        for (String stub : List.of("{\"stub\":true,\"length\":1}", "{\"stub\":true,\"digest\":\"md5-a\"}",
                "{\"stub\":true,\"digest\":\"md5-a\",\"length\":1,\"encoding\":\"gzip\"}")) {
            assertThatThrownBy(() -> leaf("{\"_id\":\"a\",\"_attachments\":{\"b\":" + stub + "}}")).isInstanceOf(Failure.class)
                    .hasMessage("document a has an attachment b without a digest or a length");
        }
    }
}
