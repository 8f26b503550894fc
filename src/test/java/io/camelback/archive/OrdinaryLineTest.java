package io.camelback.archive;

import static io.camelback.archive.Samples.text;
import static io.camelback.archive.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.failure.Failure;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way takes the lines that are many, and nothing that the parser would refuse or read differently. */
class OrdinaryLineTest {

    private static final byte[] LINE = utf8("[{\"_id\":\"a\",\"_rev\":\"2-b\",\"n\":[-1.5e+3,0,{\"_id\":null}],\"é😀€\":\"\\u00e9\\n\","
            + "\"_deleted\":true},{\"_id\":\"a\",\"x\":{},\"y\":[],\"z\":false}]");

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"_id\":\"a\",\"_rev\":\"1-b\",\"_revisions\":{\"start\":1,\"ids\":[\"b\"]},\"x\":1.50}",
        "{\"_id\":\"a\",\"text\":\"Übergröße “quoted” \\\"escaped\\\" 😀 \\ud83d\\ude00 \\\\ \\/ \\b\\f\\n\\r\\t\",\"größe\":1}",
        "{\"n\":[0,-0,-0.0,1e400,1E-7,123456789012345678901234567890],\"_id\":\"a\"}",
        "{\"_id\":\"a\",\"nested\":{\"_id\":1,\"_absent\":true,\"a\\\"\":[[],{},[{}],null,true,false]},\"\":\"\"}",
        "{\"_id\":\"a\",\"_attachments\":{\"a.txt\":{\"data\":\"QUJD\",\"revpos\":1}},\"_deleted\":false}"})
    void whatServersSendIsOrdinary(String leaf) {
        byte[] line = utf8("[" + leaf + "," + leaf + "]");

        assertThat(OrdinaryLine.read(line)).isNotNull();
        assertNoDifference(line);
    }

    @Test
    void idsBeyondAsciiAndDeletionsAreOrdinary() {
        Entry entry = OrdinaryLine.read(utf8("[{\"_id\":\"Ångström 😀\",\"_deleted\":true}]"));

        assertThat(entry.idText()).isEqualTo("Ångström 😀");
        assertThat(entry.deleted()).isTrue();
        assertThat(OrdinaryLine.read(LINE).deleted()).isFalse();
        assertThat(OrdinaryLine.read(LINE).revisions()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "[{\"_id\":\"\\u0061\"}]", "[{\"_\\u0069d\":\"a\"}]", "[{\"_id\":\"a\",\"_absent\":true}]", "[{\"_id\":\"a\",\"_absent\":false}]",
        "[{\"_id\":\"a\" }]", "[{\"_id\":\"a\"}, {\"_id\":\"a\"}]", "[{\"_id\":\"a\",\"x\":[1, 2]}]", "[{\"_id\":\"a\",\"b\\\\\":1}]"})
    void whatIsSeldomIsLeftToTheParser(String line) {
        assertThat(OrdinaryLine.read(utf8(line))).isNull();
        assertThat(Entry.parse(utf8(line)).idText()).isEqualTo("a");
    }

    @Test
    void anyDepthIsReadInOneWayOrTheOther() {
        for (int depth : new int[] {98, 99, 100, 101, 1_000}) {
            assertNoDifference(utf8("[{\"_id\":\"a\",\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}]"));
            assertNoDifference(utf8("[{\"_id\":\"a\",\"x\":" + "{\"\":".repeat(depth) + "{}" + "}".repeat(depth) + "}]"));
        }
    }

    @Test
    void stringsOfAnyLengthEndWhereTheyEnd() {
        for (int length = 0; length < 40; length++) {
            for (String end : List.of("\"", "\\\"\"", "é\"", "\u0001\"", "\t\"", "", "\\", "\u007f\"", " \"", "!\"", "#[]\"")) {
                byte[] line = utf8("[{\"_id\":\"a\",\"x\":\"" + "y".repeat(length) + end + "}]");
                assertNoDifference(line);
                assertNoDifference(utf8("[{\"_id\":\"" + "y".repeat(length) + end + "}]"));
            }
        }
    }

    @Test
    void everyTwoBytesBeyondAsciiAreReadTheSameOrNotAtAll() {
        for (int pair = 0; pair < 1 << 16; pair++) {
            byte[] line = utf8("[{\"_id\":\"a\",\"x\":\"????\"}]");
            line[17] = (byte) (pair >> 8);
            line[18] = (byte) pair;
            line[19] = (byte) 0x80;
            assertNoDifference(line);
            line[20] = (byte) 0xBF;
            assertNoDifference(line);
        }
    }

    @Test
    void everyChangeOfOneByteIsReadTheSameOrNotAtAll() {
        for (int at = 0; at < LINE.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = LINE.clone();
                changed[at] = (byte) value;
                assertNoDifference(changed);
            }
            assertNoDifference(Arrays.copyOf(LINE, at));
            assertNoDifference(without(LINE, at, at + 1));
        }
    }

    @Test
    void everyGapIsReadTheSameOrNotAtAll() {
        for (int from = 0; from < LINE.length; from++) {
            for (int to = from; to <= LINE.length; to++) {
                assertNoDifference(without(LINE, from, to));
            }
        }
    }

    @Property(tries = 20_000, seed = "11")
    void anyTokensAreReadTheSameOrNotAtAll(@ForAll("tokens") String tokens) {
        assertNoDifference(utf8("[{\"_id\":\"a\"," + tokens + "}]"));
        assertNoDifference(utf8("[" + tokens + "{\"_id\":\"a\"}]"));
    }

    @Property(tries = 300, seed = "12")
    void anyEntriesAreReadTheSameOrNotAtAll(@ForAll("entries") Entry entry) {
        assertNoDifference(entry.line());
    }

    @Provide
    Arbitrary<String> tokens() {
        return Arbitraries.of("{", "}", "[", "]", ":", ",", "\"", "\"x\"", "\"x\":", "\"_id\":", "\"_id\":\"a\"", "\"_deleted\":",
                "\"_absent\":", "true", "false", "null", "tru", "1", "0", "-", ".", "e", "E", "+", "-1.5e3", "\\", "\\u", "\\u00e9",
                "\\ud800", "d83d", " ", "\t", "\u0000", "\u001f", "\u007f", "é", "€", "😀", "[]", "{}", "a", "/", "'", "NaN")
                .list().ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<Entry> entries() {
        return EntryArbitraries.entries();
    }

    private static void assertNoDifference(byte[] line) {
        Entry ordinary = OrdinaryLine.read(line);
        if (ordinary == null) {
            return;
        }
        try {
            Entry parsed = EntryParser.parseByTokens(line, "A line");
            assertThat(ordinary.line()).as(text(line)).isSameAs(parsed.line());
            assertThat(ordinary.id()).as(text(line)).isEqualTo(parsed.id());
            assertThat(ordinary.leaves().toArray()).as(text(line)).isEqualTo(parsed.leaves().toArray());
            assertThat(ordinary.deleted()).as(text(line)).isEqualTo(parsed.deleted());
            assertThat(ordinary.absent()).as(text(line)).isEqualTo(parsed.absent());
        } catch (Failure e) {
            throw new AssertionError(text(line) + " is taken, and no line: " + e.getMessage(), e);
        }
    }

    private static byte[] without(byte[] line, int from, int to) {
        byte[] rest = Arrays.copyOf(line, line.length - (to - from));
        System.arraycopy(line, to, rest, from, line.length - to);
        return rest;
    }
}
