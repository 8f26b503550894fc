package io.camelback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.couchdb.Limits;
import io.camelback.failure.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much a task may ask of its source. */
class TaskLimitsTest extends WrittenConfig {

    /** @param limits what follows {@code camelback.tasks.NAME.} in a line, for a database and for a whole server alike */
    private Config with(String... limits) {
        StringBuilder text = new StringBuilder(MINIMAL + """
                camelback.tasks.all.source = http://h
                camelback.tasks.all.databases = *
                camelback.tasks.all.destinations = nas
                """);
        for (String limit : limits) {
            text.append("camelback.tasks.orders.").append(limit).append("\ncamelback.tasks.all.").append(limit).append('\n');
        }
        return read(text.toString());
    }

    @Test
    void aTaskHasNoLimitsUnlessItIsGivenSome() {
        assertThat(with().task("orders").access().limits()).isEqualTo(Limits.NONE);
    }

    @Test
    void requestsWritesAndBytesMayBeLimited() {
        Limits limits = with("limit.requests = 0.5", "limit.writes = 10", "limit.bytes = 2m").task("orders").access().limits();

        assertThat(limits.requests()).hasValue(0.5);
        assertThat(limits.writes()).hasValue(10);
        assertThat(limits.bytes()).hasValue(2 << 20);
    }

    @Test
    void databasesOfAServerShareThoseOfItsTaskAndNoTaskThoseOfAnother() {
        Config config = with("limit.requests = 5");
        ServerConfig all = config.server("all");

        assertThat(all.member("a").access().limits()).isEqualTo(all.member("b").access().limits()).isEqualTo(all.each().access().limits());
        assertThat(all.each().access().limits()).isNotEqualTo(config.task("orders").access().limits());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "limit.requests = 0 | limit.requests: '0' is not a number from 0.01 to 1000000. Write how many a second: 20, or 0.5",
        "limit.writes = 2m | limit.writes: '2m' is not a number from 0.01 to 1000000. Write how many a second: 20, or 0.5",
        "limit.bytes = 1023 | limit.bytes = 1023 is not a number from 1024 to 9007199254740991. Write bytes, or with k, m or g behind: 64m"})
    void whatIsNoLimitIsNamed(String line, String message) {
        assertThatThrownBy(() -> with(line)).isInstanceOf(Failure.class).hasMessageEndingWith("." + message);
    }
}
