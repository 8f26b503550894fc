package io.camelback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks for whole servers, and those of their databases. */
class ServerConfigTest extends WrittenConfig {

    private Config with(String... lines) {
        return read(MINIMAL + "camelback.tasks.all.destinations = nas\n" + String.join("\n", lines));
    }

    private Config server() {
        return with("camelback.tasks.all.source = https://me:pass@h:6984/couch/", "camelback.tasks.all.databases = *, _users",
                "camelback.tasks.all.databases.exclude = tmp-*", "camelback.tasks.all.databases.parallel = 7", "camelback.tasks.all.parallel = 3");
    }

    @Test
    void everythingThatHoldsForTheServerHoldsForEachDatabase() {
        ServerConfig all = server().server("all");
        assertThat(all.server()).hasToString("https://h:6984/couch");
        assertThat(all.atOnce()).isEqualTo(7);
        assertThat(all.databases().matches("_users")).isTrue();
        assertThat(all.databases().matches("tmp-1")).isFalse();
        TaskConfig member = all.member("orders");
        assertThat(member).isEqualTo(all.each().of("all/orders", all.server().database("orders")));
        assertThat(member.source()).hasToString("https://h:6984/couch/orders");
        assertThat(member.parallel()).isEqualTo(3);
        assertThat(member.connection()).isEqualTo("all");
    }

    @ParameterizedTest
    @CsvSource({"all/orders,all/orders,orders", "all/a/b,all/a%2Fb,a/b", "all/a%2Fb,all/a%2Fb,a/b", "all/a/b+c$(d),all/a%2Fb%2Bc%24%28d%29,a/b+c$(d)",
        "all/_users,all/_users,_users", "all/tmp-1,all/tmp-1,tmp-1"})
    void aDatabaseIsATaskOfItsOwnWhetherItIsStillThereOrNot(String written, String name, String database) {
        TaskConfig member = server().task(written);
        assertThat(member.name()).isEqualTo(name);
        assertThat(member.source().name()).isEqualTo(database);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "all            | task all is a whole server. Name one of its databases: all/DATABASE",
        "all/           | '' is not a name of a database",
        "all/Orders     | 'Orders' is not a name of a database",
        "all/a%2        | 'a%2' is not a name of a database",
        "all/../x       | '../x' is not a name of a database",
        "orders/x       | there is no task 'orders/x'",
        "none/x         | there is no task 'none/x'. The configuration has: "})
    void whatIsNoTaskOfOneDatabaseIsToldAsSuch(String name, String message) {
        Config config = server();
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> config.task(name)).withMessageStartingWith(message)
                .satisfies(it -> assertThat(it.party()).isEqualTo(Party.USER));
    }

    @Test
    void aNameThatDestinationsCannotKeepIsRefused() {
        ServerConfig all = server().server("all");
        assertThat(all.member("a".repeat(200)).name()).hasSize(204);
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> all.member("a/".repeat(60))).withMessageContaining("is too long");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "source = http://h:5984         |                           | camelback.tasks.all.source: the URL http://h:5984 names no database",
        "source = http://h:5984/orders  | databases = *             | camelback.tasks.all.source: the URL http://h:5984/orders names a database, and a whole server is meant",
        "source = http://h:5984/?x=1    | databases = *             | camelback.tasks.all.source: the URL http://h:5984/ goes on after the server",
        "source = http://h:5984         | databases = Shop*         | camelback.tasks.all.databases: 'Shop*' matches no database",
        "source = http://h:5984/orders  | databases.exclude = x     | camelback.tasks.all.databases.exclude is given without camelback.tasks.all.databases",
        "databases = *                  |                           | camelback.tasks.all.source is missing"})
    void mistakesAreToldInOneLine(String first, String second, String message) {
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> with("camelback.tasks.all." + first, second == null ? "" : "camelback.tasks.all." + second))
                .withMessageStartingWith(message).satisfies(it -> assertThat(it.getMessage()).hasLineCount(1));
    }
}
