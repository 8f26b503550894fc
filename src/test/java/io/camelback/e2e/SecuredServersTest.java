package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.stub.Documents;
import io.camelback.stub.StubCouch;
import io.camelback.stub.StubTokens;
import io.camelback.stub.TestCa;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backup and restore, by command, where a token or a certificate of one's own CA is asked for. */
class SecuredServersTest {

    @TempDir
    static Path keys;
    private static Path certificate;
    private static SSLContext tls;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeCertificates() {
        TestCa ca = new TestCa(keys);
        certificate = ca.certificate();
        tls = ca.server();
    }

    private Installation camelback(StubCouch couch) {
        couch.database("shop", new Documents().put("a", "{\"_id\":\"a\",\"_rev\":\"1-a\"}"));
        return new Installation(directory).local("local").line("camelback.tasks.shop.source", couch.url("shop"))
                .line("camelback.tasks.shop.destinations", "local");
    }

    @Test
    void anApiKeyGetsIntoTheSourceAndIntoATargetOnItsServer() {
        try (StubCouch couch = new StubCouch(); StubTokens tokens = new StubTokens()) {
            Installation camelback = camelback(couch).line("camelback.tasks.shop.iamApiKey", "k3y").line("camelback.tasks.shop.iamTokenUrl", tokens.url());
            camelback.run("backup", "shop").expect(0);
            camelback.run("restore", "shop", "--to", couch.url("copy")).expect(0);

            assertThat(couch.written("copy").ids()).containsExactly("a");
            assertThat(couch.requests("")).allMatch(it -> it.headers().get("authorization").startsWith("Bearer token-"));
            assertThat(tokens.requests()).as("one for each process").hasSize(2);

            tokens.answer(it -> StubTokens.error(400, "BXNIM0415E", "Provided API key could not be found."));
            Installation.Result denied = camelback.run("backup", "shop", "--stacktrace").expect(3);
            assertThat(denied.err()).startsWith("camelback: POST " + tokens.url() + " answered 400 (BXNIM0415E: Provided API key could not be found.). "
                    + "Check the API key").doesNotContain("k3y", "token-");
            tokens.close();
            assertThat(camelback.run("backup", "shop").expect(3).err()).contains("POST " + tokens.url() + " got no answer: ").doesNotContain("k3y");
        }
    }

    @Test
    void theKeyOfATaskNeverGoesToAnotherServer() {
        try (StubCouch couch = new StubCouch(); StubCouch elsewhere = new StubCouch(); StubTokens tokens = new StubTokens()) {
            Installation camelback = camelback(couch).line("camelback.tasks.shop.iamApiKey", "k3y").line("camelback.tasks.shop.iamTokenUrl", tokens.url());
            camelback.run("backup", "shop").expect(0);
            camelback.run("restore", "shop", "--to", elsewhere.url("copy")).expect(0);
            assertThat(elsewhere.requests("")).isNotEmpty().noneMatch(it -> it.headers().containsKey("authorization"));
            assertThat(tokens.requests()).hasSize(1);
        }
    }

    @Test
    void aServerOfOnesOwnCaIsReadAndWrittenByThoseWhoKnowIt() {
        try (StubCouch couch = new StubCouch(tls); StubCouch elsewhere = new StubCouch(tls)) {
            Installation camelback = camelback(couch);
            assertThat(camelback.run("backup", "shop").expect(3).err()).hasLineCount(1).contains("is of nobody whom this JVM trusts").contains("ca = FILE");

            camelback.line("camelback.tasks.shop.ca", certificate);
            camelback.run("backup", "shop").expect(0);
            camelback.run("restore", "shop", "--to", couch.url("copy")).expect(0);
            assertThat(couch.written("copy").ids()).containsExactly("a");

            assertThat(camelback.run("restore", "shop", "--to", elsewhere.url("copy")).expect(3).err()).contains("--ca FILE");
            camelback.run("restore", "shop", "--to", elsewhere.url("copy"), "--ca", certificate.toString()).expect(0);
            assertThat(elsewhere.written("copy").ids()).containsExactly("a");
        }
    }
}
