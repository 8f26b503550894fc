package io.camelback.archive;

import static io.camelback.archive.Samples.text;
import static io.camelback.archive.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"_id\":\"a\",\"n\":123456789012345678901234567890}",
        "{\"_id\":\"a\",\"n\":[1.50,-0.0,1e400,1E-7,0.1000]}",
        "{\"z\":1,\"_id\":\"a\",\"b\":2,\"\":{\"\":\"\"}}",
        "{\"_id\":\"a\",\"text\":\"\\u00e9 é \\ud83d\\ude00 😀 \u2028 \u2029 \\/ / \\\" \u007f\"}",
        "{\"_id\":\"a\",\"half\":\"\\ud800\",\"\\udc00\":1}",
        "{\"_id\":\"a\",\"twice\":1,\"twice\":2}",
        "{\"nested\":{\"_id\":\"b\",\"_deleted\":true,\"_absent\":true},\"_id\":\"a\",\"list\":[{\"_id\":\"c\"}]}",
        "{\"_\\u0069d\":\"a\",\"x\":null}",
        "{ \"_id\" : \"a\" , \"x\" : [ ] }",
        "{\"_id\":\"\\u0061\"}",
        "{\"_id\":\"a\",\"_deleted\":false}",
        "{ \"_id\":\"a\",\"_deleted\":{\"_id\":\"b\",\"x\":[1]},\"_absent\":[true]}"})
    void everyLeafIsKeptByteForByte(String leaf) {
        Entry entry = Entry.of(utf8("a"), List.of(utf8(leaf), utf8("{\"_id\":\"a\",\"_deleted\":true}")), false);

        assertThat(text(entry.line())).isEqualTo("[" + leaf + ",{\"_id\":\"a\",\"_deleted\":true}]");
        Entry parsed = Entry.parse(entry.line());
        assertThat(parsed.idText()).isEqualTo("a");
        assertThat(parsed.leaves()).containsExactly(utf8(leaf), utf8("{\"_id\":\"a\",\"_deleted\":true}"));
        assertThat(parsed.revisions()).isEqualTo(2);
        assertThat(parsed.deleted()).isFalse();
        assertThat(parsed.absent()).isFalse();
    }

    @Test
    void idIsTheDecodedOne() {
        Entry entry = Entry.parse(utf8("[{\"_id\":\"\\u00e9\\ud83d\\ude00\\n\"}]"));

        assertThat(entry.idText()).isEqualTo("é😀\n");
        assertThat(entry.id()).isEqualTo(utf8("é😀\n"));
    }

    @Test
    void documentIsDeletedWhenAllItsLeavesAre() {
        String alive = "{\"_id\":\"a\",\"_rev\":\"2-x\"}";
        String dead = "{\"_id\":\"a\",\"_rev\":\"2-y\",\"_deleted\":true}";

        assertThat(Entry.parse(utf8("[" + dead + "]")).deleted()).isTrue();
        assertThat(Entry.parse(utf8("[" + dead + "," + dead + "]")).deleted()).isTrue();
        assertThat(Entry.parse(utf8("[" + dead + "," + alive + "]")).deleted()).isFalse();
    }

    @Test
    void rawLineBreaksBetweenTokensBecomeSpaces() {
        Entry entry = Entry.of(utf8("a"), List.of(utf8("{\n  \"_id\": \"a\",\r\n  \"x\": \"\\n\"\n}")), false);

        assertThat(text(entry.line())).isEqualTo("[{   \"_id\": \"a\",    \"x\": \"\\n\" }]");
    }

    @Test
    void absentDocumentHasNoRevisions() {
        Entry entry = Entry.absent(utf8("q\"\\\u0001é😀"));

        assertThat(text(entry.line())).isEqualTo("[{\"_id\":\"q\\\"\\\\\\u0001é😀\",\"_absent\":true}]");
        Entry parsed = Entry.parse(entry.line());
        assertThat(parsed).isEqualTo(entry);
        assertThat(parsed.id()).isEqualTo(utf8("q\"\\\u0001é😀"));
        assertThat(parsed.absent()).isTrue();
        assertThat(parsed.deleted()).isFalse();
        assertThat(parsed.revisions()).isZero();
        assertThat(parsed.leaves()).isEmpty();
    }

    @Test
    void deepAndLongDocumentsAreTaken() {
        String deep = "{\"_id\":\"a\",\"x\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
        String longNumber = "{\"_id\":\"a\",\"x\":" + "9".repeat(5_000) + "}";
        String longKey = "{\"_id\":\"a\",\"" + "k".repeat(100_000) + "\":\"" + "v".repeat(25_000_000) + "\"}";

        for (String leaf : List.of(deep, longNumber, longKey)) {
            assertThat(Entry.of(utf8("a"), List.of(utf8(leaf)), false).leaves()).containsExactly(utf8(leaf));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "[", "[]", "{}", "[{}]", "[1]", "null",
        "[{\"_id\":\"a\"}", "[{\"_id\":\"a\"},]", "[{\"_id\":\"a\"},{}]", "[{\"_id\":\"a\"}]]", "[{\"_id\":\"a\"}] ",
        " [{\"_id\":\"a\"}]", "[{\"_id\":\"a\"},1,{}]", "[{\"_id\":\"a\"}]\n[{\"_id\":\"b\"}]", "[{\"_id\":\"a\",\n\"x\":1}]",
        "[{\"_id\":1}]", "[{\"_id\":\"\"}]", "[{\"_id\":null}]", "[{\"_id\":\"\\ud800\"}]", "[{\"_id\":\"a\",\"_id\":\"a\"}]",
        "[{\"_id\":\"a\"},{\"_id\":\"b\"}]", "[{\"x\":{\"_id\":\"a\"}}]", "[{\"_id\":\"a\",\"x\":\"\u0001\"}]",
        "[{\"_id\":\"a\",\"x\":01}]", "[{\"_id\":\"a\",\"x\":NaN}]", "[{\"_id\":\"a\",\"_absent\":true},{\"_id\":\"a\"}]"})
    void whatIsNoLineOfABatchIsRefused(String line) {
        assertThatThrownBy(() -> Entry.parse(utf8(line)))
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.reason()).isEqualTo(Reason.DAMAGED));
    }

    @Test
    void textThatIsNoUtf8IsRefused() {
        byte[] line = utf8("[{\"_id\":\"a\",\"x\":\"??\"}]");
        line[18] = (byte) 0xC3;

        assertThatThrownBy(() -> Entry.parse(line)).isInstanceOf(Failure.class)
                .hasMessageStartingWith("A line is no JSON at byte");
    }

    @Test
    void damageNamesTheDocumentWhenItIsKnown() {
        assertThatThrownBy(() -> Entry.parse(utf8("[{\"_id\":\"a\"},{\"_id\":\"b\"}]")))
                .hasMessage("A line (a) has leaf revisions of more than one document");
    }

    @Test
    void leavesThatContradictWhatIsSaidOfThemAreRefused() {
        List<byte[]> leaf = List.of(utf8("{\"_id\":\"a\"}"));

        assertThatThrownBy(() -> Entry.of(utf8("b"), leaf, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Entry.of(utf8("a"), leaf, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Entry.of(utf8("a"), List.of(), false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Entry.of(utf8("a"), List.of(utf8("{\"_id\":\"a\"},{\"_id\":\"a\"}")), false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Entry.of(utf8("a"), List.of(utf8("{\"_id\":\"a\",\"_absent\":true}")), false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void linesLongerThanAFrameMayBeAreRefused() {
        assertThat(Entry.checkedLength(Frames.LIMIT - 1L)).isEqualTo(Frames.LIMIT - 1);
        assertThatThrownBy(() -> Entry.checkedLength(Frames.LIMIT)).isInstanceOf(Failure.class)
                .hasMessage("A document with all its leaf revisions has 1073741824 bytes; an archive takes up to 1073741823");
    }
}
