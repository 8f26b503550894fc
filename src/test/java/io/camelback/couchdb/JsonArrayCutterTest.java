package io.camelback.couchdb;

import static io.camelback.couchdb.Bytes.inPieces;
import static io.camelback.couchdb.Bytes.text;
import static io.camelback.couchdb.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonArrayCutterTest {

    private static final int LARGEST = 1 << 20;

    @Property(tries = 400, seed = "1")
    void elementsAreTheSameHoweverTheStreamIsChunked(@ForAll @Size(max = 12) List<@From("values") String> elements,
            @ForAll("blanks") String blank, @ForAll("members") String before, @ForAll("members") String after,
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 40) Integer> pieces) throws IOException {
        String json = blank + "{" + before + (before.isEmpty() ? "" : ",") + blank + "\"results\"" + blank + ":" + blank + "["
                + blank + String.join(blank + "," + blank, elements) + blank + "]" + blank + (after.isEmpty() ? "" : ",") + after + "}";

        assertThat(cut(inPieces(utf8(json), pieces), LARGEST)).isEqualTo(elements);
    }

    @Property(tries = 60, seed = "2")
    void anyTruncationIsTheEndOfTheStreamAndNeverAWrongElement(@ForAll @Size(max = 6) List<@From("values") String> elements,
            @ForAll("members") String after) {
        byte[] json = utf8("{\"a\":[{}],\"results\":[" + String.join(",", elements) + "]" + (after.isEmpty() ? "" : ",") + after + "}");
        for (int length = 0; length < json.length; length++) {
            List<String> read = new ArrayList<>();
            InputStream in = new ByteArrayInputStream(json, 0, length);

            assertThatThrownBy(() -> cut(in, LARGEST, read)).isInstanceOf(EOFException.class);
            assertThat(read).isEqualTo(elements.subList(0, read.size()));
        }
    }

    @Test
    void bracesAndQuotesInStringsAreText() throws IOException {
        String[] elements = {"{\"a\":\"}],\\\"[{\",\"\\\\\":\"\\\\\"}", "\"]\"", "\"\\\"\"", "[\"\\u005d\",{\"\":\"é😀\u2028\"}]"};

        assertThat(cut("{\"results\":[" + String.join(",", elements) + "]}")).containsExactly(elements);
    }

    @Test
    void elementsLargerThanTheBufferAreWhole() throws IOException {
        String large = "{\"x\":\"" + "é\\\"".repeat(90_000) + "\"}";
        String json = "{\"results\":[1," + large + ",{\"y\":2}," + large + ",3]}";

        for (int piece : new int[] {1_000, 8_191, 65_536, 10_000_000}) {
            assertThat(cut(inPieces(utf8(json), List.of(piece)), LARGEST)).containsExactly("1", large, "{\"y\":2}", large, "3");
        }
    }

    @Test
    void largeElementsAreAnnouncedAndTheirBufferIsGivenBack() throws IOException {
        String large = "\"" + "x".repeat(5_000_000) + "\"";
        String json = "{\"results\":[" + "{\"y\":2},".repeat(100_000) + large + ",{\"y\":3}," + large + ",[" + "1,".repeat(50_000) + "1],4]}";
        AtomicInteger announced = new AtomicInteger();
        JsonArrayCutter cutter = new JsonArrayCutter(new ByteArrayInputStream(utf8(json)), 6_000_000, announced::incrementAndGet);
        cutter.enter("results");
        int elements = 0;
        while (cutter.next()) {
            elements++;
            assertThat(cutter.length() > 4_000_000).as("one that is large").isEqualTo(announced.getAndSet(0) > 0);
            cutter.shrink();
            assertThat(cutter.buffer()).hasSizeLessThan(5_000_000);
        }
        cutter.finish();

        assertThat(elements).isEqualTo(100_005);
    }

    @Test
    void elementLargerThanAllowedIsRefusedWithItsBeginning() {
        String json = "{\"results\":[{\"id\":\"huge\",\"x\":\"" + "x".repeat(200_000) + "\"}]}";

        assertThatThrownBy(() -> cut(inPieces(utf8(json), List.of(10_000)), 100_000))
                .isInstanceOfSatisfying(Failure.class, it -> assertThat(it.reason()).isEqualTo(Reason.REFUSED))
                .hasMessageContaining("{\"id\":\"huge\"");
        assertThatThrownBy(() -> cut(inPieces(utf8(json), List.of(10)), 30)).isInstanceOf(Failure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "null", "{\"other\":[]}", "{\"results\":{}}", "{\"results\":[1,]}", "{\"results\":[,1]}",
        "{\"results\":[1 2]}", "{\"results\":[1]]}", "{\"results\":[{}{}]}", "{\"results\":[] 1}", "{1:[]}", "<html>", "\u0000"})
    void whatIsNoObjectWithSuchAnArrayIsNotRead(String json) {
        assertThatThrownBy(() -> cut(json)).isInstanceOf(IOException.class).isNotInstanceOf(EOFException.class);
    }

    private static List<String> cut(String json) throws IOException {
        return cut(new ByteArrayInputStream(utf8(json)), LARGEST);
    }

    private static List<String> cut(InputStream in, int largest) throws IOException {
        List<String> elements = new ArrayList<>();
        cut(in, largest, elements);
        return elements;
    }

    private static void cut(InputStream in, int largest, List<String> elements) throws IOException {
        JsonArrayCutter cutter = new JsonArrayCutter(in, largest, () -> { });
        cutter.enter("results");
        while (cutter.next()) {
            elements.add(text(Arrays.copyOfRange(cutter.buffer(), cutter.from(), cutter.from() + cutter.length())));
            cutter.shrink();
        }
        cutter.finish();
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> string = Arbitraries.of("{", "}", "[", "]", ",", ":", "\\\\", "\\\"", "\\u005d", "a", " ", "é", "😀", "\u2028")
                .list().ofMaxSize(12).map(it -> "\"" + String.join("", it) + "\"");
        Arbitrary<String> scalar = Arbitraries.oneOf(string, Arbitraries.of("0", "-1.50", "1e400", "true", "null",
                "123456789012345678901234567890"));
        return Arbitraries.lazyOf(() -> scalar, () -> string,
                () -> values().list().ofMaxSize(3).map(it -> "[" + String.join(", ", it) + "]"),
                () -> Combinators.combine(string, values()).as((key, value) -> key + " :" + value).list().ofMaxSize(3)
                        .map(it -> "{" + String.join(",\n", it) + "}"));
    }

    @Provide
    Arbitrary<String> members() {
        return Combinators.combine(Arbitraries.of("\"a\"", "\"\"", "\"resul\""), values()).as((key, value) -> key + ":" + value)
                .list().ofMaxSize(2).map(it -> String.join(",", it));
    }

    @Provide
    Arbitrary<String> blanks() {
        return Arbitraries.of("", " ", "\r\n\t ");
    }
}
