package io.camelback.couchdb;

import static io.camelback.couchdb.Bytes.text;
import static io.camelback.couchdb.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.couchdb.FetchedDocument.Stub;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchedDocumentTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"_id\":\"a\",\"n\":123456789012345678901234567890}",
        "{\"_id\":\"a\",\"n\":[1.50,-0.0,1e400,-1E-700,0.1000]}",
        "{\"z\":1,\"_id\":\"a\",\"b\":2,\"\":{\"\":\"\"}}",
        "{\"_id\":\"\\u0061\",\"text\":\"\\u00e9 é \\ud83d\\ude00 😀 \u2028 \\/ / \\\" \u007f\"}",
        "{\"_id\":\"a\",\"half\":\"\\ud800\",\"\\udc00\":1}",
        "{\"_id\":\"a\",\"twice\":1,\"twice\":2}",
        "{ \"_id\" : \"a\" , \"x\" : [ ] }",
        "{}"})
    void leavesAreCutOutByteForByte(String leaf) throws IOException {
        FetchedDocument document = parse("{\"id\":\"a\",\"docs\":[{\"ok\":" + leaf + "}, {\"ok\" :  " + leaf + " } ]}");

        assertThat(document.leaves()).extracting(Bytes::text).containsExactly(leaf, leaf);
        assertThat(document.id()).isEqualTo(utf8("a"));
        assertThat(document.deleted()).isFalse();
        assertThat(document.error()).isNull();
        assertThat(document.stubs()).isEmpty();
    }

    /** The short way and the long one, which a space anywhere between tokens leads to. */
    @ParameterizedTest
    @ValueSource(strings = {
        "{\"_id\":\"a\",\"n\":[1.50,-0.0,1e400,{}],\"\":null}",
        "{\"_deleted\":true,\"_id\":\"a\"}",
        "{\"_id\":\"\\u0061\"}",
        "{\"_id\":\"a\",\"_attachments\":{\"x\":{\"stub\":true,\"length\":1}}}",
        "{\"_id\":\"a\"}},{\"ok\":{\"_id\":\"a\",\"_deleted\":true}",
        "{\"_id\":\"a\"}},{\"error\":{\"error\":\"unknown\"}"})
    void whatIsReadAtOnceIsWhatIsReadTokenByToken(String leaf) throws IOException {
        FetchedDocument quick = parse("{\"id\":\"a\",\"docs\":[{\"ok\":" + leaf + "}]}");
        FetchedDocument slow = parse("{\"id\": \"a\",\"docs\":[{\"ok\":" + leaf + "}]}");

        assertThat(slow.whole()).isNull();
        assertThat(quick).usingRecursiveComparison().ignoringFields("whole", "bytes").isEqualTo(slow);
        if (quick.whole() != null) {
            assertThat(quick.whole()).isEqualTo(slow.entry());
            assertThat(quick.whole().deleted()).isEqualTo(slow.deleted());
        }
    }

    @Test
    void anEntryThatIsNotTheDocumentOfItsIdIsNotTakenForIt() throws IOException {
        FetchedDocument document = parse("{\"id\":\"b\",\"docs\":[{\"ok\":{\"_id\":\"a\"}}]}");

        assertThat(document.whole()).isNull();
        assertThatThrownBy(document::entry).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void entryMayStandAnywhereInABuffer() throws IOException {
        String entry = "{\"id\":\"\\u00e9\",\"docs\":[{\"ok\":{\"_id\":\"é\",\"x\":1}}]}";
        byte[] buffer = utf8("}]😀" + entry + "{\"id");

        FetchedDocument document = FetchedDocument.parse(buffer, 6, utf8(entry).length);

        assertThat(text(document.id())).isEqualTo("é");
        assertThat(document.leaves()).extracting(Bytes::text).containsExactly("{\"_id\":\"é\",\"x\":1}");
        assertThat(document.bytes()).isEqualTo(utf8(entry).length);
    }

    @Test
    void documentIsDeletedWhenAllOfItsLeavesAre() throws IOException {
        String living = "{\"ok\":{\"_id\":\"a\",\"_rev\":\"2-b\"}}";
        String tombstone = "{\"ok\":{\"_deleted\":true,\"_id\":\"a\",\"_rev\":\"2-a\",\"body\":{\"_deleted\":false}}}";

        assertThat(parse("{\"id\":\"a\",\"docs\":[" + tombstone + "]}").deleted()).isTrue();
        assertThat(parse("{\"id\":\"a\",\"docs\":[" + tombstone + "," + tombstone + "]}").deleted()).isTrue();
        assertThat(parse("{\"id\":\"a\",\"docs\":[" + tombstone + "," + living + "]}").deleted()).isFalse();
        assertThat(parse("{\"id\":\"a\",\"docs\":[" + living + "," + tombstone + "]}").deleted()).isFalse();
    }

    @Test
    void whatBodiesSayBelowTheTopIsNotMeantForUs() throws IOException {
        FetchedDocument document = parse("{\"id\":\"a\",\"docs\":[{\"ok\":{\"_id\":\"a\",\"x\":{\"_deleted\":true,\"_attachments\":"
                + "{\"y\":{\"stub\":true,\"length\":9}},\"id\":\"b\",\"error\":\"e\"},\"l\":[{\"_deleted\":true}],\"docs\":[{\"ok\":{}}],"
                + "\"error\":\"not_found\"}}]}");

        assertThat(document.deleted()).isFalse();
        assertThat(document.stubs()).isEmpty();
        assertThat(document.attachments()).isZero();
        assertThat(document.error()).isNull();
        assertThat(document.leaves()).hasSize(1);
        assertThat(text(document.id())).isEqualTo("a");
    }

    @Test
    void attachmentsWithoutTheirDataAreStubs() throws IOException {
        FetchedDocument document = parse("{\"id\":\"a\",\"docs\":[{\"ok\":{\"_id\":\"a\",\"_attachments\":{"
                + "\"one\":{\"content_type\":\"x\",\"length\":12,\"stub\":true},"
                + "\"two\":{\"data\":\"AAAA\",\"content_type\":{\"data\":1}},"
                + "\"data\":{\"meta\":{\"length\":1},\"length\":5000000000,\"encoding\":\"gzip\"}}}}]}");

        assertThat(document.stubs()).containsExactly(new Stub("one", 12), new Stub("data", 5_000_000_000L));
        assertThat(document.attachments()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"id\":\"a\",\"docs\":[{\"error\":{\"id\":\"a\",\"rev\":\"undefined\",\"error\":\"not_found\",\"reason\":\"missing\"}}]}",
        "{\"docs\":[{\"error\":{\"error\":\"not_found\",\"more\":{\"error\":\"x\"}}}],\"id\":\"a\"}",
        "{\"id\":\"a\",\"docs\":[{\"error\":\"not_found\"}]}"})
    void missingDocumentIsToldByTheServer(String entry) throws IOException {
        assertThat(parse(entry).isMissing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"id\":\"a\",\"docs\":[]}",
        "{\"id\":\"a\"}",
        "{\"id\":\"a\",\"docs\":[{\"error\":{\"error\":\"internal_server_error\"}}]}",
        "{\"id\":\"a\",\"docs\":[{\"error\":{\"reason\":\"not_found\"}}]}",
        "{\"id\":\"a\",\"docs\":[{\"ok\":{\"_id\":\"a\"}},{\"error\":{\"error\":\"not_found\"}}]}"})
    void nothingElseCountsAsMissing(String entry) throws IOException {
        assertThat(parse(entry).isMissing()).isFalse();
    }

    @Test
    void documentsMayBeAsDeepAndLongAsCouchDbLetsThemBe() throws IOException {
        List<String> bodies = List.of("[".repeat(20_000) + "]".repeat(20_000), "9".repeat(5_000), "{\"" + "k".repeat(100_000) + "\":1}",
                "\"" + "v".repeat(25_000_000) + "\"");
        for (String body : bodies) {
            String leaf = "{\"_id\":\"a\",\"x\":" + body + "}";
            assertThat(parse("{\"id\":\"a\",\"docs\":[{\"ok\":" + leaf + "}]}").leaves()).containsExactly(utf8(leaf));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "[]", "{}", "{\"docs\":[]}", "{\"id\":\"a\",\"docs\":{}}", "{\"id\":\"a\",\"docs\":[1]}", "{\"id\":1}",
        "{\"id\":\"a\",\"docs\":[{\"ok\":null}]}", "{\"id\":\"a\",\"docs\":[{\"ok\":[]}]}", "{\"id\":\"a\",\"docs\":[]",
        "{\"id\":\"a\",\"docs\":[{\"ok\":{\"x\":01}}]}", "{\"id\":\"a\",\"docs\":[{\"ok\":{\"_attachments\":{\"x\":1}}}]}",
        "{\"id\":\"a\",\"docs\":[{\"ok\":{\"_attachments\":{\"x\":{\"length\":\"1\"}}}}]}", "{\"id\":\"a\",\"docs\":[]}{}",
        "{\"id\":\"a\",\"docs\":[{\"ok\":{\"x\":1]}]}", "{\"id\":\"\\ud800\",\"docs\":[]}"})
    void whatIsNoEntryOfSuchAnAnswerIsNotTaken(String entry) {
        assertThatThrownBy(() -> parse(entry)).isInstanceOf(IOException.class);
    }

    private static FetchedDocument parse(String entry) throws IOException {
        byte[] bytes = utf8(entry);
        return FetchedDocument.parse(bytes, 0, bytes.length);
    }
}
