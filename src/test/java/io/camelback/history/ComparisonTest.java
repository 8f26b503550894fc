package io.camelback.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.flipkart.zjsonpatch.JsonPatch;
import io.camelback.history.Change.Operation;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the difference of two documents tells: all of it, exactly, and nothing that every edit changes. */
class ComparisonTest {

    private static final List<String> NAMES = List.of("a", "b", "", "0", "1", "-", "a/b", "m~n", "~1", "ü");
    private static final List<String> SCALARS = List.of("1", "1.0", "2", "null", "true", "\"\"", "\"x\"", "\"1\"", "\"ü🐫\"", "\"a\\\"b\"",
            "123456789012345678901234567890");

    private static JsonNode tree(String json) {
        return DocumentTree.of(json.getBytes(StandardCharsets.UTF_8), "a");
    }

    private static List<Change> changes(String before, String after) {
        return Comparison.of(tree(before), tree(after));
    }

    private static List<String> lines(String before, String after) {
        return changes(before, after).stream().map(it -> it.operation() + " " + it.path() + " " + it.old() + " " + it.value()).toList();
    }

    /** As any program that knows JSON Patch would, and looking whether what is replaced or removed is what was told. */
    private static JsonNode applied(JsonNode before, List<Change> changes) {
        JsonNode result = before.deepCopy();
        for (Change change : changes) {
            if (change.operation() != Operation.ADD) {
                assertThat(result.at(change.path())).as("the old value at " + change.path()).isEqualTo(change.old());
            }
            ArrayNode patch = JsonNodeFactory.instance.arrayNode();
            ObjectNode operation = patch.addObject().put("op", change.operation().name().toLowerCase(Locale.ROOT)).put("path", change.path());
            if (change.value() != null) {
                operation.set("value", change.value());
            }
            result = JsonPatch.apply(patch, result);
        }
        return result;
    }

    @Property(tries = 1000, seed = "1")
    void theChangesTurnOneIntoTheOther(@ForAll("documents") String before, @ForAll("documents") String after) {
        assertThat(applied(tree(before), changes(before, after))).isEqualTo(tree(after));
    }

    @Property(tries = 200, seed = "1")
    void aDocumentDiffersFromItselfInNothing(@ForAll("documents") String document) {
        assertThat(changes(document, document)).isEmpty();
    }

    /** The tree prints just what it was read from, so nothing was lost of it. */
    @Property(tries = 500, seed = "1")
    void nothingIsLostOfADocument(@ForAll("documents") String document) {
        assertThat(tree(document).toString()).isEqualTo(document);
    }

    @Property(tries = 1000, seed = "1")
    void numbersAreAsTheyAreWritten(@ForAll("numbers") String one, @ForAll("numbers") String other) {
        List<String> expected = one.equals(other) ? List.of() : List.of("REPLACE /n " + one + " " + other);
        assertThat(lines("{\"n\":" + one + "}", "{\"n\":" + other + "}")).isEqualTo(expected);
    }

    @Example
    void noDigitIsLostOrRounded() {
        assertThat(lines("{\"n\":1.5}", "{\"n\":1.50}")).containsExactly("REPLACE /n 1.5 1.50");
        assertThat(lines("{\"n\":123456789012345678901234567890}", "{\"n\":123456789012345678901234567891}"))
                .containsExactly("REPLACE /n 123456789012345678901234567890 123456789012345678901234567891");
        assertThat(lines("{\"n\":[1e2,-0,1E999999999]}", "{\"n\":[100,0,1E999999999]}"))
                .containsExactly("REPLACE /n/0 1e2 100", "REPLACE /n/1 -0 0");
    }

    @Example
    void whatEveryEditChangesIsNoChange() {
        assertThat(lines("{\"_id\":\"a\",\"_rev\":\"1-a\",\"_revisions\":{\"start\":1,\"ids\":[\"a\"]},\"x\":1}",
                "{\"x\":1,\"_rev\":\"2-b\",\"_revisions\":{\"start\":2,\"ids\":[\"b\",\"a\"]},\"_id\":\"a\"}")).isEmpty();
        assertThat(lines("{\"x\":{\"_rev\":1}}", "{\"x\":{\"_rev\":2}}")).as("deeper it is the user's own").containsExactly("REPLACE /x/_rev 1 2");
    }

    @Example
    void deletionsAndAttachmentsAreChanges() {
        assertThat(lines("{\"x\":1,\"_attachments\":{\"a b/c.png\":{\"digest\":\"md5-1\",\"data\":\"AA==\"}}}",
                "{\"_deleted\":true,\"_attachments\":{\"a b/c.png\":{\"digest\":\"md5-2\",\"data\":\"AQ==\"}}}")).containsExactlyInAnyOrder(
                "REMOVE /x 1 null", "ADD /_deleted null true", "REPLACE /_attachments/a b~1c.png/digest \"md5-1\" \"md5-2\"",
                "REPLACE /_attachments/a b~1c.png/data \"AA==\" \"AQ==\"");
    }

    @Example
    void anElementThatIsPutInIsNotTakenForAChangeOfAllThatFollow() {
        assertThat(lines("{\"l\":[1,2,3,4]}", "{\"l\":[1,9,2,3,4]}")).containsExactly("ADD /l/1 null 9");
        assertThat(lines("{\"l\":[{\"a\":1},{\"a\":2}]}", "{\"l\":[{\"a\":2}]}")).containsExactly("REMOVE /l/0 {\"a\":1} null");
    }

    @Example
    void aNullIsAValue() {
        assertThat(lines("{\"a\":null}", "{}")).containsExactly("REMOVE /a null null");
        assertThat(changes("{\"a\":null}", "{}").get(0).old().isNull()).isTrue();
        assertThat(changes("{}", "{\"a\":null}").get(0).value().isNull()).isTrue();
    }

    @Example
    void aNameThatIsThereTwiceHidesNothing() {
        assertThat(lines("{\"o\":{\"a\":1,\"a\":2}}", "{\"o\":{\"a\":3,\"a\":2}}"))
                .containsExactly("REPLACE /o {\"a\":1,\"a\":2} {\"a\":3,\"a\":2}");
    }

    @Example
    void listsThatAreTooLongToBeTakenApartAreComparedAsAWhole() {
        String longest = list(DocumentTree.LONGEST_LIST);
        String longer = list(DocumentTree.LONGEST_LIST + 1);
        assertThat(changes("{\"l\":" + longest + "}", "{\"l\":" + longest.replace("[0,", "[-1,") + "}")).hasSize(1)
                .first().extracting(Change::path).isEqualTo("/l/0");
        List<Change> whole = changes("{\"l\":" + longer + "}", "{\"l\":" + longer.replace("[0,", "[-1,") + "}");
        assertThat(whole).hasSize(1).first().extracting(Change::path).isEqualTo("/l");
        assertThat(whole.get(0).old().toString()).isEqualTo(longer);
        assertThat(changes("{\"l\":" + longer + "}", "{\"l\":" + longer + "}")).isEmpty();
    }

    @Example
    void whatIsTooDeepToBeTakenApartIsComparedAsAWhole() {
        String deep = "[".repeat(20_000) + "1" + "]".repeat(20_000);
        List<Change> changes = changes("{\"d\":" + deep + "}", "{\"d\":" + deep.replace('1', '2') + "}");
        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).path()).isEqualTo("/d" + "/0".repeat(DocumentTree.DEEPEST - 1));
        assertThat(changes.get(0).value().toString()).hasSize(2 * (20_000 - DocumentTree.DEEPEST + 1) + 1).contains("[2]");
    }

    private static String list(int size) {
        return IntStream.range(0, size).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    }

    @Provide
    Arbitrary<String> numbers() {
        return Arbitraries.of("0", "-0", "0.0", "1", "1.0", "1.00", "1e0", "1E0", "1e+0", "10e-1", "100", "1e2", "1.5", "1.50",
                "9007199254740993", "9007199254740992", "123456789012345678901234567890", "0.1", "0.10000000000000000000000000001", "1E400", "-1e-999999999");
    }

    /** Few names and values, so that much of two documents is the same; names that a pointer has to escape. */
    @Provide
    Arbitrary<String> documents() {
        return Arbitraries.randomValue(random -> object(random, 0));
    }

    private static String object(Random random, int depth) {
        Set<String> names = new LinkedHashSet<>();
        IntStream.range(0, random.nextInt(6)).forEach(i -> names.add(NAMES.get(random.nextInt(NAMES.size()))));
        return names.stream().map(it -> "\"" + it + "\":" + value(random, depth + 1)).collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(Random random, int depth) {
        int kind = random.nextInt(4 + depth);
        if (kind == 0) {
            return object(random, depth);
        }
        return kind > 2 ? SCALARS.get(random.nextInt(SCALARS.size())) : IntStream.range(0, random.nextInt(8))
                .mapToObj(i -> value(random, depth + 2)).collect(Collectors.joining(",", "[", "]"));
    }
}
