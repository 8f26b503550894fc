package io.camelback.couchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.camelback.couchdb.Credentials.IamKey;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import io.camelback.service.RecordedLog;
import io.camelback.stub.Answer;
import io.camelback.stub.Fault;
import io.camelback.stub.Request;
import io.camelback.stub.StubTokens;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that is asked with tokens, which a service gives for an API key. */
@Timeout(60)
class IamTest extends CouchTest {

    private static final String KEY = "k3y+of/the&shop";
    private static final Fault UNAUTHORIZED = Fault.status(401, "unauthorized", "token expired");

    private final StubTokens tokens = new StubTokens();

    @BeforeEach
    void connectWithAKey() {
        couch = routes.connect(server.url("shop"), Optional.of(new IamKey(KEY, tokens.url())), 8);
    }

    @AfterEach
    void stopTokens() {
        tokens.close();
    }

    private void ask() {
        new Database(couch).info();
    }

    private Failure failure() {
        Failure failure = catchThrowableOfType(Failure.class, this::ask);
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain("k3y", "token-");
        assertThat(failure.getMessage()).doesNotContain("\n");
        assertThat(failure.party()).isEqualTo(Party.SOURCE);
        return failure;
    }

    private List<String> sent() {
        return server.requests("").stream().map(it -> it.headers().get("authorization")).toList();
    }

    private static void pass(long seconds) {
        routes.nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void theKeyIsSentAsAFormToTheTokenServiceOnlyAndTheTokenToTheDatabase() {
        ask();

        Request request = tokens.requests().get(0);
        assertThat(request).hasToString("POST /identity/token");
        assertThat(request.headers()).containsEntry("accept", "application/json").containsEntry("content-type", "application/x-www-form-urlencoded")
                .doesNotContainKey("authorization");
        assertThat(request.text()).isEqualTo("grant_type=urn%3Aibm%3Aparams%3Aoauth%3Agrant-type%3Aapikey&apikey=k3y%2Bof%2Fthe%26shop");
        assertThat(sent()).containsExactly("Bearer token-1");
    }

    @Test
    void oneTokenServesUntilMostOfItsLifeIsOver() {
        IntStream.range(0, 5).forEach(it -> ask());
        pass(2879);
        ask();
        assertThat(tokens.requests()).hasSize(1);
        pass(1);
        ask();
        ask();
        assertThat(tokens.requests()).hasSize(2);
        assertThat(sent()).startsWith("Bearer token-1").endsWith("Bearer token-2", "Bearer token-2");
    }

    @Test
    void requestsAtTheSameTimeCauseOneFetch() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 1; round <= 2; round++) {
                server.next("", 4, Fault.together(4));
                List<Future<?>> all = IntStream.range(0, 4).<Future<?>>mapToObj(it -> threads.submit(this::ask)).toList();
                for (Future<?> one : all) {
                    one.get();
                }
                assertThat(tokens.requests()).hasSize(round);
                pass(3600);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** All of them come back with 401, and one of them renews it. */
    @Test
    void aTokenThatIsRevokedIsRenewedOnceForAll() throws Exception {
        ask();
        Fault together = Fault.together(4);
        server.next("", 4, (request, normal) -> together.answer(request, () -> Answer.error(401, "unauthorized", "revoked")));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = IntStream.range(0, 4).<Future<?>>mapToObj(it -> threads.submit(this::ask)).toList();
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(tokens.requests()).hasSize(2);
        assertThat(sent()).hasSize(9).endsWith("Bearer token-2");
    }

    @Test
    void aNewTokenThatIsRefusedTooIsTheEnd() {
        server.always("", UNAUTHORIZED);

        Failure failure = failure();

        assertThat(failure).hasMessage("GET " + server.url("shop") + " answered 401 (unauthorized: token expired). "
                + "Check the API key, and what it may do there");
        assertThat(failure.reason()).isEqualTo(Reason.DENIED);
        assertThat(sent()).containsExactly("Bearer token-1", "Bearer token-2");
    }

    @Test
    void whatTheKeyMayNotDoIsNoReasonForANewToken() {
        server.always("", Fault.status(403, "forbidden", "no reader"));
        assertThat(failure().reason()).isEqualTo(Reason.DENIED);
        assertThat(tokens.requests()).hasSize(1);
        assertThat(sent()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void aWrongKeyIsDeniedAndNotTriedAgain(int status) {
        tokens.answer(it -> StubTokens.error(status, "BXNIM0415E", "Provided API key " + KEY + " could not be found."));

        Failure failure = failure();

        assertThat(failure).hasMessage("POST " + tokens.url() + " answered " + status
                + " (BXNIM0415E: Provided API key … could not be found.). Check the API key: the token service does not accept it");
        assertThat(failure.reason()).isEqualTo(Reason.DENIED);
        assertThat(tokens.requests()).hasSize(1);
        assertThat(sent()).isEmpty();
    }

    @Test
    void noPartOfAKeyIsToldWhereALongReasonIsCut() {
        tokens.answer(it -> StubTokens.error(400, "", "x".repeat(497) + KEY + "x".repeat(100)));
        assertThat(failure().getMessage()).contains("xxx…");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void aTokenServiceWithTroublesIsAskedAgain(int status) {
        tokens.answer(it -> it < CouchRoutes.ATTEMPTS ? StubTokens.error(status, "", "") : StubTokens.token("token-x", 3600));
        ask();
        assertThat(sent()).containsExactly("Bearer token-x");
    }

    @Test
    void aTokenServiceThatStaysAwayIsToldAfterAsManyAttemptsAsARequestHas() {
        tokens.answer(it -> StubTokens.error(503, "", "later"));
        Failure failure = failure();
        assertThat(failure).hasMessage("POST " + tokens.url() + " answered 503 (later). The token service is disturbed; try again later");
        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(tokens.requests()).hasSize(CouchRoutes.ATTEMPTS);
        tokens.close();
        assertThat(failure().getMessage()).startsWith("POST " + tokens.url() + " got no answer: ")
                .endsWith(". Check iamTokenUrl, and that the token service can be reached");
    }

    @Test
    void aTokenThatIsGoodOutlivesAnOutageOfItsService() {
        ask();
        tokens.answer(it -> StubTokens.error(503, "", "later"));
        pass(3000);
        ask();
        ask();
        assertThat(sent()).hasSize(3).containsOnly("Bearer token-1");
        assertThat(tokens.requests()).as("it is left alone for a while").hasSize(1 + CouchRoutes.ATTEMPTS);
        pass(600);
        assertThat(failure().reason()).isEqualTo(Reason.UNREACHABLE);
        tokens.answer(it -> StubTokens.token("token-y", 3600));
        ask();
        assertThat(sent()).endsWith("Bearer token-y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "token-1", "[]", "{\"access_token\":\"token-1\"}", "{\"expires_in\":3600}", "{\"access_token\":\"token-1\\r\\nX: y\",\"expires_in\":1}"})
    void anAnswerWithoutATokenIsNone(String body) {
        tokens.answer(it -> Answer.of(200, body));
        assertThat(failure()).hasMessage("POST " + tokens.url() + " answered 200 without an access_token and its expires_in. Check iamTokenUrl");
        assertThat(tokens.requests()).hasSize(1);
    }

    @Test
    void anotherAnswerOfSomethingElseNamesTheUrl() {
        tokens.answer(it -> Answer.of(302, "", "Location: http://127.0.0.1:1/"));
        assertThat(failure()).hasMessage("POST " + tokens.url() + " answered 302. Check iamTokenUrl");
    }

    @Test
    void neitherKeyNorTokenReachesTheLog() {
        try (RecordedLog log = new RecordedLog("io.camelback")) {
            tokens.answer(it -> it == 1 ? StubTokens.error(503, KEY, KEY) : StubTokens.token("token-1", 3600));
            server.next("", UNAUTHORIZED).next("", Fault.status(500, "x", "y"));
            ask();
            assertThat(log.lines()).isNotEmpty().noneMatch(it -> it.contains("k3y") || it.contains("token-1"));
        }
        assertThat(new IamKey(KEY, tokens.url()).toString()).doesNotContain("k3y");
        assertThat(new IamTokens.Token("token-1", 1).toString()).doesNotContain("token-1");
    }

    @Test
    void aConnectionThatEndsTakesItsRouteAlong() {
        var before = routes.routesAndEndpoints();
        CouchDb other = routes.couchDbs().connect("other", couch.url(), Access.of(Optional.of(new IamKey(KEY, tokens.url()))), 1);
        new Database(other).info();
        assertThat(routes.routesAndEndpoints()).contains("iam-token-other");
        routes.couchDbs().disconnect("other");
        assertThat(routes.routesAndEndpoints()).doesNotContain("iam-token-other", "couchdb-other").hasSameSizeAs(before);
    }
}
