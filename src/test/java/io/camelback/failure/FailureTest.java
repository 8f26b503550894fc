package io.camelback.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTest {

    @Test
    void theMessageSaysWhatAndThenWhatToDo() {
        Failure failure = Failure.usage("there is no task 'a'").remedy("Write another");
        assertThat(failure).hasMessage("there is no task 'a'. Write another");
        assertThat(failure.what()).isEqualTo("there is no task 'a'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one\ntwo", "one \r\n  two", "one\ttwo", "one\u2028two", "one\u0085two", "one\u001btwo", "\none\u0000two\n"})
    void whateverOthersSayBecomesOneLine(String text) {
        Failure failure = Failure.source(Reason.FAILED, text);
        assertThat(failure).hasMessage("one two");
        assertThat(failure.what()).isEqualTo("one two");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void onlyWhatIsOutOfReachMayBeTriedAgain(Reason reason) {
        assertThat(Failure.source(reason, "x").isRetryable()).isEqualTo(reason == Reason.UNREACHABLE);
        assertThat(Failure.destination(reason, "x").isRetryable()).isEqualTo(reason == Reason.UNREACHABLE);
        assertThat(Failure.camelback(reason, "x").isRetryable()).isFalse();
        assertThat(Failure.archive(reason, "x").isRetryable()).isFalse();
    }

    @Test
    void copiesKeepAllTheRest() {
        Throwable cause = new IllegalStateException();
        Failure failure = Failure.destination(Reason.DENIED, "what").cause(cause).retryable(true).remedy("Do");
        assertThat(failure).hasMessage("what. Do").hasCause(cause);
        assertThat(failure.party()).isEqualTo(Party.DESTINATION);
        assertThat(failure.reason()).isEqualTo(Reason.DENIED);
        assertThat(failure.isRetryable()).isTrue();
    }

    @Test
    void itIsFoundInWhateverWrapsIt() {
        Failure failure = Failure.damaged("x");
        assertThat(Failure.in(new CompletionException(new RuntimeException(failure)))).containsSame(failure);
        assertThat(Failure.in(failure)).containsSame(failure);
        assertThat(Failure.in(new RuntimeException(new IllegalStateException()))).isEmpty();
        assertThat(Failure.in(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"pasword,Did you mean password?", "SOURCE,Did you mean source?", "sorce,Did you mean source?",
        "wholly,'Known are: source, password'"})
    void theNearestWordIsSuggestedOrAllOfThem(String wrong, String sentence) {
        assertThat(Suggestion.of(wrong, List.of("source", "password"))).isEqualTo(sentence);
    }
}
