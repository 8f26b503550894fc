package io.camelback.couchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.stub.Documents;
import io.camelback.stub.StubCouch;
import io.camelback.stub.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers whose certificates are of a CA that only those trust who are told to. */
class OwnCaTest {

    @TempDir
    static Path folder;
    private static TestCa ca;
    private static Path certificate;
    private static SSLContext tls;
    private static CouchRoutes routes;
    private StubCouch server;

    @BeforeAll
    static void begin() {
        ca = new TestCa(folder);
        certificate = ca.certificate();
        tls = ca.server();
        routes = new CouchRoutes();
    }

    @AfterAll
    static void end() {
        routes.close();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Database database(SSLContext context, Optional<OwnCa> trusted) {
        server = new StubCouch(context);
        server.database("shop", new Documents());
        return new Database(routes.connect(server.url("shop"), new Access(Optional.empty(), trusted), 1));
    }

    private Failure failure(SSLContext context, Optional<OwnCa> trusted) {
        Database database = database(context, trusted);
        Failure failure = catchThrowableOfType(Failure.class, database::info);
        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.getMessage()).doesNotContain("\n").startsWith("GET " + server.url("shop") + ": the server's certificate ");
        return failure;
    }

    @Test
    void aServerOfTheCaIsTrustedByThoseWhoAreToldTo() {
        assertThat(database(tls, Optional.of(OwnCa.read(certificate))).info().documents()).isZero();
    }

    @Test
    void othersAreToldWhatToDo() {
        assertThat(failure(tls, Optional.empty()).getMessage()).contains("is of nobody whom this JVM trusts").contains("ca = FILE");
    }

    /** What one connection trusts is no other's business, even on the same server. */
    @Test
    void whomOneConnectionTrustsTheNextDoesNot() {
        database(tls, Optional.of(OwnCa.read(certificate))).info();
        Database other = new Database(routes.connect(server.url("shop"), Access.OPEN, 1));
        assertThatThrownBy(other::info).hasMessageContaining("is of nobody whom this JVM trusts");
    }

    @Test
    void ofSeveralCertificatesInAFileAnyIsTrusted() throws IOException {
        Path both = folder.resolve("both.pem");
        Files.writeString(both, "A word before.\n" + Files.readString(new TestCa(folder).certificate()) + "\n" + Files.readString(certificate));
        OwnCa trusted = OwnCa.read(both);
        assertThat(trusted.certificates()).hasSize(2);
        assertThat(database(tls, Optional.of(trusted)).info().documents()).isZero();
    }

    @Test
    void theNameOfTheHostIsCheckedAllTheSame() {
        assertThat(failure(ca.serverOfAnotherName(), Optional.of(OwnCa.read(certificate))).getMessage()).contains("is for another host")
                .endsWith("Write the name that it is for");
    }

    @Test
    void aCertificateThatIsOverIsNoMatterOfTheCa() {
        assertThat(failure(ca.serverWhoseCertificateIsOver(), Optional.of(OwnCa.read(certificate))).getMessage()).contains("has expired");
    }

    @Test
    void aFileThatHasNoCertificateIsToldInOneLine() throws IOException {
        Path missing = folder.resolve("missing.pem");
        assertThatThrownBy(() -> OwnCa.read(missing)).isInstanceOf(Failure.class)
                .hasMessage("there is no file " + missing + ". Name one that has your CA's certificate in PEM");
        Path none = folder.resolve("none.pem");
        for (String text : new String[] {"", "hello\n", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"}) {
            Files.writeString(none, text);
            assertThatThrownBy(() -> OwnCa.read(none)).as(text).isInstanceOf(Failure.class)
                    .hasMessage("the file " + none + " has no certificate in PEM. It begins with -----BEGIN CERTIFICATE-----");
        }
    }

    @Test
    void aConnectionThatEndsLeavesNothingOfItsTrustBehind() {
        database(tls, Optional.empty());
        var before = routes.routesAndEndpoints();
        CouchDb couch = routes.couchDbs().connect("for a while", DatabaseUrl.parse(server.url("shop")).url(),
                new Access(Optional.empty(), Optional.of(OwnCa.read(certificate))), 1);
        new Database(couch).info();
        routes.couchDbs().disconnect("for a while");
        assertThat(routes.routesAndEndpoints()).isEqualTo(before);
    }
}
