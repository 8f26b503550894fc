package io.camelback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.couchdb.DatabaseUrl;
import io.camelback.couchdb.Limits;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetLimitsTest {

    private static final Optional<DatabaseUrl.WithCredentials> TARGET = Optional.of(DatabaseUrl.parse("http://h/db"));

    private static TargetLimits limits(String requests, String writes) {
        TargetLimits limits = new TargetLimits();
        limits.requests = requests;
        limits.writes = writes;
        return limits;
    }

    @Test
    void aTargetMayHaveEither() {
        assertThat(limits("0.5", "10").of(TARGET)).extracting(it -> it.requests().getAsDouble(), it -> it.writes().getAsDouble()).containsExactly(0.5, 10.0);
        assertThat(limits(null, "10").of(TARGET).requests()).isEmpty();
        assertThat(limits(null, null).of(TARGET)).isEqualTo(Limits.NONE);
        assertThat(limits(null, null).of(Optional.empty())).isEqualTo(Limits.NONE);
    }

    @Test
    void withoutATargetThereIsNothingToLimit() {
        assertThatThrownBy(() -> limits(null, "10").of(Optional.empty())).hasMessage("--limit-writes is for the target that --to names. "
                + "Add --to URL; for the source, set the task's limit.requests and limit.writes");
    }

    @Test
    void whatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> limits("many", null).of(TARGET))
                .hasMessage("--limit-requests: 'many' is not a number from 0.01 to 1000000. Write how many a second: 20, or 0.5");
    }
}
