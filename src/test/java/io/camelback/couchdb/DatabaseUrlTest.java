package io.camelback.couchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.couchdb.DatabaseUrl.WithCredentials;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://host:5984/shop, http://host:5984, shop, shop",
        "HTTPS://host/shop/, https://host, shop, shop",
        "https://host/couch/db/shop//, https://host/couch/db, shop, shop",
        "http://host//shop, http://host, shop, shop",
        "http://127.0.0.1:5984/a%2Fb, http://127.0.0.1:5984, a%2Fb, a/b",
        "http://[::1]:5984/a%2Bb+c, http://[::1]:5984, a%2Bb+c, a+b+c",
        "'  http://host/_users ', http://host, _users, _users"})
    void serverAndDatabaseAreToldApart(String text, String server, String path, String name) {
        WithCredentials parsed = DatabaseUrl.parse(text);

        assertThat(parsed.url()).isEqualTo(new DatabaseUrl(server, path));
        assertThat(parsed.url().name()).isEqualTo(name);
        assertThat(parsed.url()).hasToString(server + "/" + path);
        assertThat(parsed.credentials()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://tom:secret@host/shop, tom, secret",
        "http://tom@host/shop, tom, ''",
        "http://tom:@host/shop, tom, ''",
        "http://tom%40example.org:a%3Ab%2F%25+c@host:5984/shop, tom@example.org, a:b/%+c",
        "http://tom:a:b@host/shop, tom, a:b",
        "http://jos%C3%A9:%F0%9F%98%80@host/shop, jos\u00e9, \uD83D\uDE00"})
    void credentialsAreTakenOut(String text, String username, String password) {
        WithCredentials parsed = DatabaseUrl.parse(text);

        assertThat(parsed.credentials()).contains(new Credentials.Basic(username, password));
        assertThat(parsed.toString()).doesNotContain("@").doesNotContain("secret");
        assertThat(parsed.url().path()).isEqualTo("shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop", "/shop", "host:5984/shop", "ftp://host/shop", "http:///shop", "http://host", "http://host/", "http://host//",
        "http://host:5984/shop?x=1", "http://host/shop#x", "http://host/a b", "http://host/a%2", "http://host:port/shop", "file:/shop"})
    void whatNamesNoDatabaseIsRefused(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOfSatisfying(Failure.class, it -> assertThat(it.party()).isEqualTo(Party.USER))
                .hasMessageContaining("Write http://");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "http://tom:7777@host", "http://tom:7777@host/?x", "http://tom:7777@host:x/shop", "ftp://tom:7777@host/shop",
        "http://tom:77 77@host/shop", "http://tom:7777%@host/shop", "http://tom:77/77@host/shop", "http://tom:77?77@host/shop",
        "http://tom:77#77@host/shop", "http://tom:77@77@host/shop", "http://tom:77@77/x@host/shop", "http://tom:x77/77@host/shop",
        "tom:7777@host/shop", "http//tom:7777@host/shop", "http://tom:77\\77@host/shop", "http:/tom:7777@host/shop"})
    void messagesNeverShowAPassword(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text)).isInstanceOf(Failure.class)
                .satisfies(it -> {
                    for (Throwable thrown = it; thrown != null; thrown = thrown.getCause()) {
                        assertThat(thrown.toString()).doesNotContain("77").doesNotContain("tom");
                    }
                });
    }

    @Test
    void segmentsAreEncodedWhole() {
        assertThat(DatabaseUrl.encode("a/b c+d?e#f%g&h=é")).isEqualTo("a%2Fb%20c%2Bd%3Fe%23f%25g%26h%3D%C3%A9");
    }
}
