package io.camelback.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.failure.Failure;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which documents patterns mean. */
class SelectionTest {

    /** What a user means. */
    record Pattern(String id, boolean prefix) {

        boolean matches(String other) {
            return prefix ? other.startsWith(id) : other.equals(id);
        }

        String written() {
            return id.replace("%", "%25").replace("*", "%2a").replace(",", "%2C") + (prefix ? "*" : "");
        }
    }

    @Property(tries = 1_000, seed = "7")
    void anIdIsChosenIfAnyPatternMeansIt(@ForAll("patterns") List<Pattern> patterns, @ForAll("ids") List<String> ids) {
        Selection selection = selection(patterns);
        for (String id : ids) {
            assertThat(selection.ids().contains(DocumentIds.utf8(id))).as(id).isEqualTo(patterns.stream().anyMatch(it -> it.matches(id)));
        }
        assertThat(selection.among(ids.stream().map(DocumentIds::utf8).toList()).stream().map(DocumentIds::text))
                .containsExactlyElementsOf(ids.stream().filter(id -> patterns.stream().anyMatch(it -> it.matches(id))).toList());
    }

    @Property(tries = 1_000, seed = "8")
    void rangesAreSortedApartAndNotEmpty(@ForAll("patterns") List<Pattern> patterns) {
        byte[] end = null;
        for (IdRanges.Range range : selection(patterns).ids().ranges()) {
            assertThat(end == null || DocumentIds.ORDER.compare(end, range.from()) < 0).isTrue();
            assertThat(range.to() == null || DocumentIds.ORDER.compare(range.from(), range.to()) < 0).isTrue();
            end = range.to() == null ? new byte[] {(byte) 0xff} : range.to();
        }
    }

    @Property(tries = 1_000, seed = "9")
    void aPartHoldsWhatLiesBetweenItsBounds(@ForAll("patterns") List<Pattern> patterns, @ForAll("id") String from, @ForAll("id") String to,
            @ForAll boolean open, @ForAll("ids") List<String> ids) {
        IdRanges all = selection(patterns).ids();
        byte[] least = open ? null : DocumentIds.utf8(from);
        byte[] end = to.length() % 2 == 0 ? null : DocumentIds.utf8(to);
        IdRanges part = all.within(least, end);
        for (String text : ids) {
            byte[] id = DocumentIds.utf8(text);
            boolean between = (least == null || Arrays.compareUnsigned(least, id) <= 0) && (end == null || Arrays.compareUnsigned(id, end) < 0);
            assertThat(part.contains(id)).as(text).isEqualTo(between && all.contains(id));
        }
        assertThat(part.within(least, end)).isEqualTo(part);
    }

    @Property(tries = 1_000, seed = "10")
    void whatIsRecordedIsTheSameSelection(@ForAll("patterns") List<Pattern> patterns) {
        Selection selection = selection(patterns);
        assertThat(Selection.recorded(selection.isAll() ? null : selection.patterns())).isEqualTo(selection);
        assertThat(Selection.parse(String.join(" , ", patterns.stream().map(Pattern::written).toList()))).isEqualTo(selection);
    }

    private static Selection selection(List<Pattern> patterns) {
        return Selection.of(patterns.stream().map(Pattern::written).toList());
    }

    @Provide
    Arbitrary<String> id() {
        return Arbitraries.of("a", "b", "\0", "*", ",", "%", "é", "\uffff", "😀", "_design/").list().ofMinSize(1).ofMaxSize(3)
                .map(it -> String.join("", it));
    }

    @Provide
    Arbitrary<List<String>> ids() {
        return id().list().ofMaxSize(20);
    }

    @Provide
    Arbitrary<List<Pattern>> patterns() {
        return Combinators.combine(id(), Arbitraries.of(true, false)).as(Pattern::new).list().ofMinSize(1).ofMaxSize(6);
    }

    @Example
    void aStarAloneIsEveryDocument() {
        assertThat(Selection.parse("*")).isEqualTo(Selection.ALL);
        assertThat(Selection.parse("a,*").isAll()).isTrue();
        assertThat(Selection.recorded(null)).isEqualTo(Selection.ALL);
        assertThat(Selection.ALL).hasToString("all");
    }

    @Example
    void theSameDocumentsAreTheSameHoweverTheyAreWritten() {
        assertThat(Selection.parse("order:*, settings").ids()).isEqualTo(Selection.parse("settings,order:1,order%3a*").ids());
        assertThat(Selection.parse("b,%61*")).hasToString("a*,b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''          | an id is missing. Write ids, or * at the end of what they begin with: settings,order:*",
        "a,          | an id is missing. Write ids, or * at the end of what they begin with: settings,order:*",
        "a**         | 'a**' has a * that is not at its end. Write %2A for one that belongs to an id",
        "100%        | '100%' has a % that is no percent-encoding. Write %25 for one that belongs to an id",
        "a%2         | 'a%2' has a % that is no percent-encoding. Write %25 for one that belongs to an id",
        "a%+1        | 'a%+1' has a % that is no percent-encoding. Write %25 for one that belongs to an id",
        "%ff*        | '%ff*' is no text in UTF-8",
        "_local/*    | '_local/*' is of documents that stay in their database. No backup has them: leave it out",
    })
    void whatIsNoPatternIsToldInOneLine(String text, String message) {
        assertThatThrownBy(() -> Selection.parse(text)).isInstanceOf(Failure.class).hasMessage(message);
    }

    @Example
    void aRecordThatIsNoListOfPatternsIsDamage() {
        for (Object setting : List.of("a", List.of(), List.of(1))) {
            assertThatThrownBy(() -> Selection.recorded(setting)).isInstanceOf(Failure.class).hasMessageContaining("no list of patterns");
        }
    }
}
