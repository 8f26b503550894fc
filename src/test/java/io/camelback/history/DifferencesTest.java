package io.camelback.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.couchdb.Leaf;
import io.camelback.failure.Failure;
import io.camelback.history.Difference.Changed;
import io.camelback.history.Difference.Incomparable;
import io.camelback.history.Difference.Same;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DifferencesTest {

    private final Differences differences = new Differences();

    private Difference next(String revision, String content) {
        String json = "{\"_id\":\"a\",\"_rev\":\"" + revision + "\"" + content + "}";
        return differences.next("a", Optional.of(new Leaf(json.getBytes(StandardCharsets.UTF_8), revision, false)));
    }

    private Difference absent() {
        return differences.next("a", Optional.empty());
    }

    @Test
    void theFirstVersionHasNothingToBeComparedWith() {
        assertThat(next("1-a", "")).isEqualTo(new Incomparable());
    }

    /** The ancestors may have been forgotten in between. */
    @Test
    void theSameRevisionAgainIsTheSame() {
        next("2-b", ",\"x\":1,\"_revisions\":{\"start\":2,\"ids\":[\"b\",\"a\"]}");
        assertThat(next("2-b", ",\"x\":1,\"_revisions\":{\"start\":2,\"ids\":[\"b\"]}")).isEqualTo(new Same());
    }

    @Test
    void anotherRevisionOfTheSameContentIsAChangeOfNothing() {
        next("1-a", ",\"x\":1");
        assertThat(next("2-b", ",\"x\":1")).isEqualTo(new Changed(List.of()));
    }

    @Test
    void eachVersionIsComparedWithTheOneBeforeIt() {
        next("1-a", ",\"x\":1");
        assertThat(next("2-b", ",\"x\":2")).isInstanceOfSatisfying(Changed.class, it -> assertThat(it.changes()).hasSize(1));
        assertThat(next("2-b", ",\"x\":2")).isEqualTo(new Same());
    }

    @Test
    void anAbsentOneIsComparableWithAnAbsentOneOnly() {
        next("1-a", "");
        assertThat(absent()).isEqualTo(new Incomparable());
        assertThat(absent()).isEqualTo(new Same());
        assertThat(next("1-a", "")).isEqualTo(new Incomparable());
    }

    @Test
    void aLeafThatIsNoJsonIsDamage() {
        Leaf broken = new Leaf("{\"_id\":".getBytes(StandardCharsets.UTF_8), "1-a", false);
        assertThatThrownBy(() -> differences.next("a", Optional.of(broken))).isInstanceOf(Failure.class)
                .hasMessage("document a in the archive is not JSON");
    }
}
