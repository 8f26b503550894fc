package io.camelback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.failure.Failure;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabasePatternsTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "*,orders,true", "*,_users,false", "_users,_users,true", "_*,_replicator,true", "?users,_users,false", "_*,orders,false",
        "orders,orders,true", "orders,orders-2,false", "orders*,orders-2,true", "*2,orders-2,true", "o?ders,orders,true", "o?ders,oders,false",
        "a*b*c,aXbbXc,true", "a*b*c,abcb,false", "shop/*,shop/a/b,true", "*,a/b+c$(d),true", "a.c,abc,false", "**,x,true", "?,x,true", "?,xy,false"})
    void aPatternMatchesTheWholeNameAndSystemDatabasesOnlyWhenItBeginsAsTheyDo(String pattern, String name, boolean matches) {
        assertThat(new DatabasePatterns(List.of(pattern), List.of()).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"orders,true", "tmp-1,false", "cache,false", "cached,true", "_users,true", "_replicator,false"})
    void oneOfThoseIncludedHasToMatchAndNoneOfThoseExcluded(String name, boolean matches) {
        DatabasePatterns patterns = new DatabasePatterns(DatabasePatterns.parse("*, _users"), DatabasePatterns.parse("tmp-*,cache"));
        assertThat(patterns.matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,,b", "Orders", "a b", "9lives", "a%2Fb", "a.b", "-a", "a,", "é"})
    void whatCouldMatchNoDatabaseIsRefused(String text) {
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> DatabasePatterns.parse(text)).withMessageContaining("matches no database");
    }

    @Property
    void itIsWhatARegularExpressionWouldSay(@ForAll @Chars({'a', 'b', '*', '?'}) @StringLength(min = 1, max = 12) String pattern,
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(min = 1, max = 12) String name) {
        String regex = pattern.chars().mapToObj(it -> it == '*' ? ".*" : it == '?' ? "." : Character.toString(it)).collect(Collectors.joining());
        assertThat(new DatabasePatterns(List.of(pattern), List.of()).matches(name)).isEqualTo(Pattern.matches(regex, name));
    }
}
